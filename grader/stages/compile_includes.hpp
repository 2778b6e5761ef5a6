#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "grader/model/submission.hpp"

namespace grader {

// Where the headers that a submission may reach, of the course's own, lie.
struct AllowedIncludes {
  std::filesystem::path course;                // below it, only …
  std::vector<std::filesystem::path> allowed;  // … these files and what lies below these folders
};

// A rejection where the compiler's list of what it read (a Makefile rule, as -MD writes it) holds
// a file of the course that is none of the submission's business (a reference solution, a test,
// a stand-in of the very lab), or one that is neither the system's nor the submission's: what the
// checks do not see, they cannot judge. Pure but for making paths canonical.
[[nodiscard]] std::optional<Rejection> check_includes(std::string_view make_rule,
                                                      const AllowedIncludes& includes);

}  // namespace grader
