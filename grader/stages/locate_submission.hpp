#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/model/lab_spec.hpp"

// Where the files of a submission lie, in each form that `--from` may have: a file, a folder that
// holds `<lab>.hpp`, or a tree that holds `<lab>/<lab>.hpp`. Looks, and reads nothing.
namespace grader {

// A file that the lab asks for, and where it was found. It need not exist, or be a file.
struct Located {
  std::string name;             // "lock.hpp"
  std::filesystem::path root;   // named by whoever grades
  std::filesystem::path below;  // the way from there, which may be a stranger's: "lock/lock.hpp"

  [[nodiscard]] std::filesystem::path path() const { return root / below; }
};

struct Location {
  std::filesystem::path shown;       // for messages
  std::vector<Located> files;        // `<lab>.hpp`, and those others of LabSpec::submit that exist
  std::filesystem::path neighbours;  // where folders of other labs would lie, for --own
};

// Throws UsageError where `from` does not exist.
[[nodiscard]] Location locate_submission(const LabSpec& lab, const std::filesystem::path& from);

// The labs that `from` holds a submission of, in the course's order. Throws UsageError where
// `from` does not exist, or is a file whose name says no lab.
[[nodiscard]] std::vector<const LabSpec*> labs_in(const Course& course,
                                                  const std::filesystem::path& from);

}  // namespace grader
