#pragma once

#include <filesystem>
#include <optional>

#include "grader/model/lab_spec.hpp"
#include "grader/model/prebuilt.hpp"
#include "grader/model/submission.hpp"
#include "grader/system/sandbox.hpp"
#include "grader/system/toolchain.hpp"

namespace grader {

// Looks through a submission before it is compiled: what it includes, and what it is once the
// preprocessor is through with it (see scan_source.hpp). Where its text could differ by how it is
// compiled, both texts are made and compared. A rejection says what the student has to change;
// nothing: it may be compiled. Works in `folder`.
[[nodiscard]] std::optional<Rejection> check_source(const Course& course, const LabSpec& lab,
                                                    const Submission& submission,
                                                    const Prebuilt& prebuilt,
                                                    const Toolchain& toolchain,
                                                    const Sandbox& sandbox,
                                                    const std::filesystem::path& folder);

}  // namespace grader
