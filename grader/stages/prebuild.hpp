#pragma once

#include <functional>
#include <string>

#include "grader/model/lab_spec.hpp"
#include "grader/model/prebuilt.hpp"
#include "grader/system/cache_folder.hpp"
#include "grader/system/toolchain.hpp"

namespace grader {

// The objects of the harness and of the lab's tests, and the lab's scenarios, from the cache or
// built into it, `jobs` compilers at once. `say` is told what is going on when that takes long.
// A source that does not compile is an Error: it is ours, not the student's.
[[nodiscard]] Prebuilt prebuild(const Course& course, const LabSpec& lab,
                                const Toolchain& toolchain, const CacheFolder& cache, unsigned jobs,
                                const std::function<void(const std::string&)>& say);

}  // namespace grader
