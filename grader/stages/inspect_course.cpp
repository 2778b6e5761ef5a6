#include "grader/stages/inspect_course.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <system_error>

#include "grader/system/read_file.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

std::set<std::string> expected_in_lab(const LabSpec& lab) {
  std::set<std::string> files = {"README.md",       "subject.hpp",      "adapter.cpp",
                                 "hints.toml",      "tests/public.cpp", "tests/hidden.cpp",
                                 "tests/stress.cpp"};
  for (const std::string& file : lab.submit) {
    files.insert(file);
    files.insert(".skeleton/" + file);
  }
  if (lab.points_by.speed > Points{}) files.insert("speed.cpp");
  return files;
}

// Beside `<lab>.hpp`, the skeleton may leave it to the student which files to make.
bool may_be_missing(const LabSpec& lab, const std::string& file) {
  const std::string name = fs::path(file).filename().string();
  return name != lab.name + ".hpp" &&
         std::find(lab.submit.begin(), lab.submit.end(), name) != lab.submit.end();
}

// "tests/hidden_timed.cpp": a lab may have several files of each kind. And it may measure speed
// without giving points for it.
bool may_be_there(const std::string& file) {
  if (file == "speed.cpp") return true;
  return file.ends_with(".cpp") &&
         (file.starts_with("tests/public") || file.starts_with("tests/hidden") ||
          file.starts_with("tests/stress"));
}

std::set<std::string> files_below(const fs::path& folder) {
  std::set<std::string> files;
  std::error_code none;
  for (const auto& entry : fs::recursive_directory_iterator(folder, none)) {
    if (!entry.is_directory()) files.insert(entry.path().lexically_relative(folder).string());
  }
  return files;
}

// A header that the lab's tests share: one that some file of the lab includes.
bool is_shared_header(const fs::path& folder, const std::string& file,
                      const std::set<std::string>& found) {
  if (!file.ends_with(".hpp") || file.find('/') != std::string::npos) return false;
  const std::string include =
      fmt::format("#include \"labs/{}/{}\"", folder.filename().string(), file);
  return std::any_of(found.begin(), found.end(), [&](const std::string& other) {
    const bool is_code = other.ends_with(".cpp") || other.ends_with(".hpp");
    return is_code && read_file(folder / other).find(include) != std::string::npos;
  });
}

bool is_known_solution(const std::string& file) {
  return (file.starts_with("right/") || file.starts_with("wrong/")) && file.ends_with(".hpp") &&
         std::count(file.begin(), file.end(), '/') == 1;
}

}  // namespace

std::vector<std::string> inspect_files(const Course& course, const LabSpec& lab) {
  std::vector<std::string> problems;
  const std::string labs = "labs/" + lab.name;
  const std::set<std::string> expected = expected_in_lab(lab);
  const std::set<std::string> found = files_below(course.root / labs);
  for (const std::string& file : expected) {
    if (found.count(file) == 0 && !may_be_missing(lab, file))
      problems.push_back(fmt::format("{}/{}: is missing; add it", labs, file));
  }
  for (const std::string& file : found) {
    if (expected.count(file) == 0 && !may_be_there(file) &&
        !is_shared_header(course.root / labs, file, found)) {
      problems.push_back(fmt::format("{}/{}: belongs to no part of a lab; remove it", labs, file));
    }
  }
  for (const std::string& file : lab.submit) {
    const fs::path pristine = course.root / labs / ".skeleton" / file;
    const fs::path current = course.root / labs / file;
    if (fs::exists(pristine) && fs::exists(current) && read_file(pristine) != read_file(current)) {
      problems.push_back(
          fmt::format("{0}/{1}: differs from {0}/.skeleton/{1}, which students get "
                      "back on reset; copy the one that is right over the other",
                      labs, file));
    }
  }
  const std::string solutions = "solutions/" + lab.name;
  const std::set<std::string> solved = files_below(course.root / solutions);
  for (const std::string& file : lab.submit) {
    if (solved.count(file) == 0) {
      problems.push_back(fmt::format("{}/{}: the reference is missing; write it", solutions, file));
    }
  }
  for (const std::string& file : solved) {
    const bool known = is_known_solution(file) ||
                       std::find(lab.submit.begin(), lab.submit.end(), file) != lab.submit.end();
    if (!known) {
      problems.push_back(fmt::format("{}/{}: belongs to no solution; remove it", solutions, file));
    }
  }
  return problems;
}

std::vector<std::string> inspect_texts(const Course& course, const LabSpec& lab,
                                       const Manifest& manifest) {
  std::vector<std::string> problems;
  const fs::path page = course.root / "labs" / lab.name / "README.md";
  if (fs::exists(page) && !read_file(page).starts_with("# ")) {
    problems.push_back(
        fmt::format("labs/{}/README.md:1: has no title; begin with '# …'", lab.name));
  }
  for (const Scenario& scenario : manifest.scenarios) {
    if (scenario.topic.ends_with('.')) continue;
    problems.push_back(fmt::format("{}: '{}' says '{}'; quote a sentence of the specification",
                                   scenario.file, scenario.name, scenario.topic));
  }
  return problems;
}

std::vector<fs::path> known_solutions(const Course& course, const LabSpec& lab,
                                      const std::string& kind) {
  std::vector<fs::path> files;
  std::error_code none;
  const fs::path folder = course.root / "solutions" / lab.name / kind;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() == ".hpp") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace grader
