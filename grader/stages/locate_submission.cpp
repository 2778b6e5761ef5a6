#include "grader/stages/locate_submission.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <system_error>

#include "grader/model/error.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

// Is there anything of this name: a file, a folder, a link to nowhere?
bool there(const fs::path& path) {
  std::error_code none;
  return fs::symlink_status(path, none).type() != fs::file_type::not_found &&
         fs::symlink_status(path, none).type() != fs::file_type::none;
}

bool is_folder(const fs::path& path) {
  std::error_code none;
  return fs::is_directory(path, none);
}

void require(const fs::path& from) {
  if (there(from)) return;
  throw UsageError(fmt::format("--from: there is no file or folder '{}'", from.string()));
}

std::string header_of(const LabSpec& lab) {
  return lab.name + ".hpp";
}

bool in_tree(const LabSpec& lab, const fs::path& from) {
  return there(from / lab.name / header_of(lab));
}

bool in_folder(const LabSpec& lab, const fs::path& from) {
  return there(from / header_of(lab));
}

// A further file of a submission whose header is `header`: beside it, or, so that wrong solutions
// need not repeat what is right, in the folder above.
std::optional<Located> part_near(const fs::path& header, const std::string& name) {
  for (const fs::path& folder : {header.parent_path(), header.parent_path() / ".."}) {
    if (there(folder / name)) return Located{name, folder, name};
  }
  return std::nullopt;
}

}  // namespace

Location locate_submission(const LabSpec& lab, const fs::path& from) {
  require(from);
  Location location;
  location.shown = from;
  if (!is_folder(from)) {
    // The file stands for the lab's own header; others are taken by their names.
    for (const std::string& name : lab.submit) {
      if (name == header_of(lab)) {
        location.files.push_back({name, from.parent_path(), from.filename()});
      } else if (const auto part = part_near(from, name)) {
        location.files.push_back(*part);
      }
    }
    location.neighbours = from.parent_path() / "..";
    return location;
  }
  const bool plain = in_folder(lab, from) && !in_tree(lab, from);
  const fs::path folder = plain ? fs::path() : fs::path(lab.name);
  for (const std::string& name : lab.submit) {
    if (name == header_of(lab) || there(from / folder / name))
      location.files.push_back({name, from, folder / name});
  }
  location.neighbours = plain ? from / ".." : from;
  return location;
}

std::vector<const LabSpec*> labs_in(const Course& course, const fs::path& from) {
  require(from);
  std::vector<const LabSpec*> found;
  for (const LabSpec& lab : course.labs) {
    const bool here = is_folder(from) ? in_folder(lab, from) || in_tree(lab, from)
                                      : from.filename() == header_of(lab);
    if (here) found.push_back(&lab);
  }
  if (found.empty() && !is_folder(from)) {
    throw UsageError(
        fmt::format("--from: the name of '{}' says no lab; name it: grade LAB "
                    "--from '{}'",
                    from.filename().string(), from.string()));
  }
  return found;
}

}  // namespace grader
