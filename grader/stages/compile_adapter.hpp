#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/model/lab_spec.hpp"
#include "grader/model/prebuilt.hpp"
#include "grader/model/submission.hpp"
#include "grader/system/process.hpp"
#include "grader/system/toolchain.hpp"

namespace grader {

// How the lab's adapter is compiled with a submission: all but the prelude and the output. The
// submission's tree comes first, and by -iquote: a file of a standard header's name in it would
// not be found by <…>.
[[nodiscard]] Toolchain::Compilation adapter_compilation(const Course& course, const LabSpec& lab,
                                                         const Submission& submission);

// What compiling an adapter may read: nothing of the lab's tests or of any solution.
[[nodiscard]] std::vector<std::filesystem::path> adapter_inputs(const Course& course,
                                                                const LabSpec& lab,
                                                                const Submission& submission,
                                                                const Prebuilt& prebuilt);

// A run of the compiler on a submission, within its limits; `folder` is its own to write in.
[[nodiscard]] ProcessSpec compiler_run(std::vector<std::string> argv,
                                       const std::filesystem::path& folder);

// A compiler may fail on a full disk, or because somebody cleared the folder away: that is not the
// submission's fault, but an Error.
void require_room(const std::filesystem::path& folder);

}  // namespace grader
