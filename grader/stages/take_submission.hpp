#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/model/submission.hpp"

namespace grader {

// A file to take: the path that it shall have in the tree, and where it lies now.
struct Intake {
  std::string path;             // "lock/lock.hpp"
  std::filesystem::path root;   // trusted: somebody typed it
  std::filesystem::path below;  // the way from there, on which no link is followed
};

// Copies the lab's files (and, of prerequisites, those in `own`) into `tree`, and looks at nothing
// else that may lie beside them: so whatever a submission brings along (a precompiled header, a
// file called `mutex`) is not there when it is compiled. Only regular files of text are taken,
// within a size each and together; links are not followed, and nothing that could block is waited
// for. Whatever cannot be taken makes the Submission a rejected one.
[[nodiscard]] Submission take_submission(const std::string& lab,
                                         const std::filesystem::path& origin,
                                         const std::vector<Intake>& files,
                                         const std::vector<Intake>& own,
                                         const std::filesystem::path& tree);

}  // namespace grader
