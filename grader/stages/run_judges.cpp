#include "grader/stages/run_judges.hpp"

#include <fmt/format.h>
#include <sys/random.h>

#include <algorithm>
#include <cstring>

#include "grader/model/check.hpp"
#include "grader/model/error.hpp"
#include "grader/stages/run_verdict.hpp"
#include "grader/system/spawn.hpp"

namespace grader {
namespace {

constexpr std::uint32_t kFullSchedules = 20'000;
constexpr std::uint32_t kQuickSchedules = 1'500;
constexpr std::uint32_t kFullMilliseconds = 80;
constexpr std::uint32_t kQuickMilliseconds = 25;
constexpr std::uint32_t kMaxRepeats = 100'000;

// Threads that no scenario started: main, the sanitizer's, the harness's watchdog.
constexpr std::uint32_t kOwnThreads = 4;

protocol::Nonce fresh_nonce() {
  protocol::Nonce nonce{};
  if (::getrandom(nonce.data(), nonce.size(), 0) != static_cast<ssize_t>(nonce.size())) {
    throw Error("the system gives no random bytes");
  }
  return nonce;
}

ProcessLimits limits_of(const LabSpec& lab) {
  ProcessLimits limits;
  limits.wall = lab.limits.wall;
  limits.memory_bytes = lab.limits.memory_bytes;
  limits.threads = lab.limits.threads + kOwnThreads;
  limits.output_bytes = lab.limits.output_bytes;
  limits.file_bytes = 1U << 20U;
  return limits;
}

std::string bytes_of(const protocol::Order& order) {
  return {reinterpret_cast<const char*>(&order), sizeof order};
}

void put_replay(protocol::Order& order, const Replay& replay) {
  if (replay.deviations.size() > order.deviations.size()) {
    throw Error("this schedule deviates too often to be replayed");
  }
  order.replay = 1;
  order.deviation_count = static_cast<std::uint32_t>(replay.deviations.size());
  std::copy(replay.deviations.begin(), replay.deviations.end(), order.deviations.begin());
}

}  // namespace

protocol::Order make_order(const PlannedCheck& check, const Config& config) {
  protocol::Order order;
  const std::string& name = check.scenario.name;
  LOCKSTEP_CHECK(name.size() < order.scenario.size());
  std::copy(name.begin(), name.end(), order.scenario.begin());
  const bool quick = config.budget == Budget::quick;
  const std::uint32_t full =
      check.scenario.schedules == 0 ? kFullSchedules : check.scenario.schedules;
  order.seed = config.seed;
  order.schedules = quick ? std::min(full, kQuickSchedules) : full;
  order.repeats = kMaxRepeats;
  // What a behaviour scenario shows, it shows at once.
  const bool brief = quick || check.scenario.kind == ScenarioKind::behaviour;
  order.milliseconds = brief ? kQuickMilliseconds : kFullMilliseconds;
  order.judge = check.judge;
  return order;
}

std::vector<std::string> test_environment() {
  return {fmt::format("TSAN_OPTIONS=symbolize=0:halt_on_error=1:exitcode={}:detect_deadlocks=0:"
                      "report_signal_unsafe=0:report_thread_leaks=0:atexit_sleep_ms=0",
                      kSanitizerStatus),
          // One arena: memory use then depends less on how many threads happened to allocate.
          "MALLOC_ARENA_MAX=1"};
}

RawRun run_judges(const LabSpec& lab, const BuildResult& build,
                  const std::vector<PlannedCheck>& checks, const Config& config,
                  const Sandbox& sandbox, const std::function<void(std::size_t)>& on_end,
                  const Replay* replay) {
  const bool randomised = !switch_off_address_randomisation();
  const auto begin = std::chrono::steady_clock::now();
  std::vector<Expectation> expected;
  std::vector<ProcessSpec> specs;
  for (const PlannedCheck& check : checks) {
    const auto& binary = check.judge == Judge::stress ? build.stress : build.explore;
    LOCKSTEP_CHECK(binary.has_value());
    expected.push_back(
        {check, fresh_nonce(), limits_of(lab), binary->filename().string(), randomised});
    protocol::Order order = make_order(check, config);
    order.nonce = expected.back().nonce;
    if (replay != nullptr) put_replay(order, *replay);
    ProcessSpec spec;
    spec.argv = {binary->string()};
    spec.environment = test_environment();
    spec.directory = binary->parent_path();
    spec.order = bytes_of(order);
    spec.reports = true;
    spec.hang_watch = HangWatch::on;
    spec.limits = expected.back().limits;
    specs.push_back(sandbox.confine(std::move(spec), {{*binary}, {}}));
  }
  std::size_t done = 0;
  const auto outcomes = run_processes(specs, config.jobs,
                                      [&](std::size_t, const ProcessOutcome&) { on_end(++done); });
  RawRun run;
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    run.checks.push_back(judge_process(expected[i], outcomes[i]));
  run.run = std::chrono::steady_clock::now() - begin;
  return run;
}

}  // namespace grader
