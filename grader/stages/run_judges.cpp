#include "grader/stages/run_judges.hpp"

#include <fmt/format.h>
#include <sys/random.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "grader/model/check.hpp"
#include "grader/model/error.hpp"
#include "grader/stages/run_canary.hpp"
#include "grader/stages/run_verdict.hpp"
#include "grader/stages/stress_gate.hpp"
#include "grader/system/shared_libraries.hpp"
#include "grader/system/spawn.hpp"
#include "protocol/must_fail.hpp"

namespace grader {
namespace {

constexpr std::uint32_t kFullSchedules = 20'000;
constexpr std::uint32_t kQuickSchedules = 1'500;
constexpr std::uint32_t kFullMilliseconds = 80;
constexpr std::uint32_t kBriefMilliseconds = 25;
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
  limits.file_bytes = lab.limits.disk_bytes;
  limits.scratch_bytes = lab.limits.disk_bytes;
  limits.cpu = lab.limits.cpu;
  return limits;
}

// What a test binary needs to see; asked for once for each.
class Views {
 public:
  const View& of(const std::filesystem::path& binary) {
    const auto [view, is_new] = views_.try_emplace(binary);
    if (is_new) {
      view->second.readable = loading_view(binary);
      view->second.readable.push_back(binary);
    }
    return view->second;
  }

 private:
  std::map<std::filesystem::path, View> views_;
};

std::string bytes_of(const protocol::Order& order) {
  return {reinterpret_cast<const char*>(&order), sizeof order};
}

// Whether a process may pass.
enum class Outcome : std::uint8_t { open, must_fail };

// One process to be run: which check, and how it may end.
struct Trial {
  std::size_t check = 0;
  Outcome outcome = Outcome::open;
};

// It has nothing to find: a few runs suffice.
void make_canary(protocol::Order& order) {
  protocol::order_to_fail(order);
  order.schedules = std::min<std::uint32_t>(order.schedules, 20);
  order.milliseconds = std::min<std::uint32_t>(order.milliseconds, 5);
}

// Runs checks of one submission, each in a process of its own.
class Runner {
 public:
  Runner(const LabSpec& lab, const BuildResult& build, const Config& config, const Sandbox& sandbox,
         const Replay* replay)
      : lab_(lab),
        build_(build),
        config_(config),
        sandbox_(sandbox),
        replay_(replay),
        randomised_(!switch_off_address_randomisation()) {}

  // Those of `checks` that `which` names; the results go to the same places of `results`.
  void run(const std::vector<PlannedCheck>& checks, const std::vector<std::size_t>& which,
           std::vector<RawResult>& results, const std::function<void()>& on_end) const {
    const auto asleep = try_once(checks, which, results, on_end);
    try_once(checks, asleep, results, [] {});
  }

 private:
  // Returns those in which the explorer itself fell asleep. It has no cause to: a submission that
  // makes it sleep will do so again, and what else did will hardly.
  std::vector<std::size_t> try_once(const std::vector<PlannedCheck>& checks,
                                    const std::vector<std::size_t>& which,
                                    std::vector<RawResult>& results,
                                    const std::function<void()>& on_end) const {
    const std::vector<Trial> trials = trials_of(which);
    std::vector<Expectation> expected;
    std::vector<ProcessSpec> specs;
    for (const Trial& trial : trials) {
      expected.push_back(expect(checks[trial.check]));
      specs.push_back(process_for(expected.back(), trial.outcome));
    }
    const auto outcomes =
        run_processes(specs, config_.jobs, [&](std::size_t at, const ProcessOutcome&) {
          if (trials[at].outcome == Outcome::open) on_end();
        });
    std::vector<std::size_t> asleep;
    bool canary_passed = false;
    for (std::size_t at = 0; at < trials.size(); ++at) {
      RawResult result = judge_process(expected[at], outcomes[at]);
      const auto& [check, outcome] = trials[at];
      if (outcome == Outcome::must_fail) {
        canary_passed = result.result.verdict == Verdict::passed;
        continue;
      }
      results[check] = std::move(result);
      const bool explored = checks[check].judge == Judge::explore;
      if (explored && outcomes[at].ending == Ending::hang) asleep.push_back(check);
    }
    if (canary_passed) distrust(results, which);
    return asleep;
  }

  // Each check, and somewhere among them a canary. A replay has none: it shows one schedule to
  // whoever holds its token, and nothing is earned by it.
  [[nodiscard]] std::vector<Trial> trials_of(const std::vector<std::size_t>& which) const {
    std::vector<Trial> trials;
    for (const std::size_t check : which)
      trials.push_back({check, Outcome::open});
    if (which.empty() || replay_ != nullptr) return trials;
    const Canary canary = draw_canary(which.size());
    trials.insert(trials.begin() + static_cast<std::ptrdiff_t>(canary.slot),
                  {which[canary.check], Outcome::must_fail});
    return trials;
  }

  [[nodiscard]] const std::filesystem::path& binary_of(const PlannedCheck& check) const {
    const auto& binary = check.judge == Judge::stress ? build_.stress : build_.explore;
    LOCKSTEP_CHECK(binary.has_value());
    return *binary;
  }

  [[nodiscard]] Expectation expect(const PlannedCheck& check) const {
    return {check, fresh_nonce(), limits_of(lab_), binary_of(check).filename().string(),
            randomised_};
  }

  [[nodiscard]] ProcessSpec process_for(const Expectation& expected, Outcome outcome) const {
    const std::filesystem::path& binary = binary_of(expected.check);
    protocol::Order order = make_order(expected.check, config_);
    order.nonce = expected.nonce;
    if (outcome == Outcome::must_fail) make_canary(order);
    if (replay_ != nullptr) put_replay(order, *replay_);
    ProcessSpec spec;
    spec.argv = {binary.string()};
    spec.environment = test_environment();
    spec.directory = binary.parent_path();
    spec.order = bytes_of(order);
    spec.reports = true;
    spec.hang_watch = HangWatch::on;
    spec.limits = expected.limits;
    return sandbox_.confine(std::move(spec), views_.of(binary), Duty::test);
  }

  const LabSpec& lab_;
  const BuildResult& build_;
  const Config& config_;
  const Sandbox& sandbox_;
  const Replay* replay_;
  mutable Views views_;
  bool randomised_;  // addresses are, and we cannot help it
};

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
  // What a behaviour scenario shows, it shows at once; and where the explorer looks for the rare
  // interleaving, real threads need only show what it does not model.
  const bool brief =
      quick || check.beside_explore || check.scenario.kind == ScenarioKind::behaviour;
  order.milliseconds = brief ? kBriefMilliseconds : kFullMilliseconds;
  order.judge = check.judge;
  return order;
}

void put_replay(protocol::Order& order, const Replay& replay) {
  if (replay.deviations.size() > order.deviations.size()) {
    throw Error("this schedule deviates too often to be replayed");
  }
  order.replay = 1;
  order.deviation_count = static_cast<std::uint32_t>(replay.deviations.size());
  std::copy(replay.deviations.begin(), replay.deviations.end(), order.deviations.begin());
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
                  const Sandbox& sandbox, StressRuns stress_runs,
                  const std::function<void(std::size_t)>& on_end, const Replay* replay) {
  const auto begin = std::chrono::steady_clock::now();
  const Runner runner(lab, build, config, sandbox, replay);
  std::vector<std::size_t> explored;
  std::vector<std::size_t> rest;
  for (std::size_t i = 0; i < checks.size(); ++i)
    (checks[i].judge == Judge::explore ? explored : rest).push_back(i);
  RawRun run;
  run.checks.resize(checks.size());
  std::size_t done = 0;
  const auto count = [&] { on_end(++done); };
  runner.run(checks, explored, run.checks, count);
  if (stress_runs == StressRuns::where_explore_passed && explore_has_decided(run.checks)) {
    for (const std::size_t i : rest)
      run.checks[i] = held_back(checks[i]);
  } else {
    runner.run(checks, rest, run.checks, count);
  }
  run.run = std::chrono::steady_clock::now() - begin;
  return run;
}

}  // namespace grader
