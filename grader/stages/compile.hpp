#pragma once

#include <filesystem>
#include <vector>

#include "grader/model/build_result.hpp"
#include "grader/model/config.hpp"
#include "grader/model/lab_spec.hpp"
#include "grader/model/prebuilt.hpp"
#include "grader/system/sandbox.hpp"
#include "grader/system/toolchain.hpp"

namespace grader {

// Compiles the lab's adapter with the submission's header and links it with the prebuilt objects,
// once for each judge, into `folder`. Looks through the submission before it is compiled and
// through the object before it is linked. What a check or the compiler has against the submission
// becomes a rejection in the student's terms.
[[nodiscard]] BuildResult compile(const Course& course, const LabSpec& lab,
                                  const Submission& submission, const Prebuilt& prebuilt,
                                  const std::vector<Judge>& judges, const Config& config,
                                  const Toolchain& toolchain, const Sandbox& sandbox,
                                  const std::filesystem::path& folder);

}  // namespace grader
