#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "grader/model/config.hpp"
#include "grader/model/lab_spec.hpp"
#include "grader/model/run_result.hpp"
#include "grader/model/submission.hpp"
#include "grader/system/cache_folder.hpp"
#include "grader/system/sandbox.hpp"
#include "grader/system/toolchain.hpp"

namespace grader {

// What judge speed needs of the rest.
struct SpeedTools {
  const Toolchain& toolchain;
  const CacheFolder& cache;
  const Sandbox& sandbox;
  std::function<void(const std::string&)> say;
};

// Runs labs/<lab>/speed.cpp natively with the submission and with the stand-in, in turn, until
// the submission has shown itself fast or the rounds are spent: a noisy machine costs rounds, not
// points. Judges processor time, so other programs hardly count. No checks where the lab has no
// speed.cpp. `folder` takes what is built.
[[nodiscard]] std::vector<CheckResult> measure_speed(const Course& course, const LabSpec& lab,
                                                     const Submission& submission,
                                                     const SpeedTools& tools,
                                                     const std::filesystem::path& folder);

}  // namespace grader
