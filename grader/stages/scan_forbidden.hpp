#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/model/lab_spec.hpp"
#include "grader/model/submission.hpp"

namespace grader {

// The first use of what the lab rules out, as a rejection with file, line and the rule's hint.
// Whole tokens count: comments, strings and longer names do not. Pure.
[[nodiscard]] std::optional<Rejection> scan_forbidden(const std::vector<ForbidRule>& rules,
                                                      const std::string& file,
                                                      std::string_view source);

// The same for all files of a submission, as they lie in its tree.
[[nodiscard]] std::optional<Rejection> scan_forbidden(const LabSpec& lab,
                                                      const Submission& submission);

}  // namespace grader
