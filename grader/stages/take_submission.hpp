#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/model/submission.hpp"

namespace grader {

// A file to take: the path that it shall have in the tree, and where it lies now.
struct Intake {
  std::string path;  // "lock/lock.hpp"
  std::filesystem::path source;
};

// Copies the lab's files (and, of prerequisites, those in `own`) into `tree`. Only regular files
// are taken, within a size; links are not followed, and nothing that could block is waited for.
// Whatever cannot be taken makes the Submission a rejected one.
[[nodiscard]] Submission take_submission(const std::string& lab,
                                         const std::filesystem::path& origin,
                                         const std::vector<Intake>& files,
                                         const std::vector<Intake>& own,
                                         const std::filesystem::path& tree);

}  // namespace grader
