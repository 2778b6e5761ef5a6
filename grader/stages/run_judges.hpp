#pragma once

#include <functional>
#include <vector>

#include "grader/model/build_result.hpp"
#include "grader/model/config.hpp"
#include "grader/model/lab_spec.hpp"
#include "grader/model/raw_result.hpp"
#include "grader/system/sandbox.hpp"
#include "protocol/order.hpp"

namespace grader {

// A schedule to run again instead of a search: see replay tokens.
struct Replay {
  std::vector<protocol::Deviation> deviations;
};

// Whether stress runs also where explore has found a failure already (see stress_gate.hpp).
enum class StressRuns : std::uint8_t { where_explore_passed, always };

// Runs each check in a process of its own, up to `config.jobs` at once, and judges how it ended:
// first those of explore, then the rest. `on_end` is told how many are done. Results stand beside
// `checks`.
[[nodiscard]] RawRun run_judges(const LabSpec& lab, const BuildResult& build,
                                const std::vector<PlannedCheck>& checks, const Config& config,
                                const Sandbox& sandbox, StressRuns stress_runs,
                                const std::function<void(std::size_t)>& on_end,
                                const Replay* replay = nullptr);

// What a check's process is told; without the nonce.
[[nodiscard]] protocol::Order make_order(const PlannedCheck& check, const Config& config);

// Makes it the order to run one schedule only. Throws Error where that is too long for an order.
void put_replay(protocol::Order& order, const Replay& replay);

// The environment of a test process: how ThreadSanitizer shall behave, and nothing else.
[[nodiscard]] std::vector<std::string> test_environment();

}  // namespace grader
