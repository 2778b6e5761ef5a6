#include "grader/stages/find_changed.hpp"

#include <algorithm>
#include <string>
#include <system_error>

#include "grader/system/read_file.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

// Is there anything of this name: a file, a folder, a link to nowhere?
bool there(const fs::path& path) {
  std::error_code none;
  return fs::exists(fs::symlink_status(path, none));
}

// A file that cannot be read differs from any other: grading it says what is wrong with it. One
// that is in neither place, as the skeleton may leave it to the student, is no difference.
bool same_text(const fs::path& a, const fs::path& b) {
  if (!there(a) && !there(b)) return true;
  std::error_code error;
  return fs::is_regular_file(a, error) && fs::is_regular_file(b, error) &&
         fs::file_size(a, error) == fs::file_size(b, error) && read_file(a) == read_file(b);
}

}  // namespace

fs::path pristine_folder(const Course& course, const LabSpec& lab) {
  return course.root / "labs" / lab.name / ".skeleton";
}

bool is_changed(const Course& course, const LabSpec& lab) {
  const fs::path folder = course.root / "labs" / lab.name;
  return std::any_of(lab.submit.begin(), lab.submit.end(), [&](const std::string& file) {
    return !same_text(folder / file, pristine_folder(course, lab) / file);
  });
}

std::vector<const LabSpec*> find_changed(const Course& course) {
  std::vector<const LabSpec*> changed;
  for (const LabSpec& lab : course.labs) {
    if (is_changed(course, lab)) changed.push_back(&lab);
  }
  return changed;
}

}  // namespace grader
