#include "explorer/search/search.h"

#include <stdio.h>

#include "explorer/schedule/failure.h"
#include "explorer/search/minimiser.h"
#include "explorer/search/report.h"

namespace explorer {

namespace {

// How the budget is shared: percent of the schedules.
constexpr std::uint64_t kDepthFirstShare = 40;
constexpr std::uint64_t kFaultsShare = 15;
constexpr std::uint64_t kStaleShare = 30;
constexpr std::uint64_t kRandomShare = 35;
constexpr std::uint64_t kBoundsShare = 10;
constexpr std::uint32_t kMaxBound = 3;

// One round of the random family: uniform walk 30 %, random walk 20 %, priorities 35 %, pending
// order 15 %, mixed so that a short search meets all of them.
enum class Walk : std::uint8_t { uniform, random, priority, pending };
constexpr Walk kRound[] = {Walk::uniform,  Walk::priority, Walk::random,   Walk::pending,
                           Walk::uniform,  Walk::priority, Walk::random,   Walk::uniform,
                           Walk::priority, Walk::pending,  Walk::uniform,  Walk::priority,
                           Walk::random,   Walk::uniform,  Walk::priority, Walk::pending,
                           Walk::priority, Walk::random,   Walk::uniform,  Walk::priority};

}  // namespace

bool Search::try_one(Chooser& chooser) {
  run.chooser = &chooser;
  run_schedule(mix(options_.seed * 0x100000001b3ull + result_.schedules), Recorder::Mode::off);
  result_.schedules++;
  result_.steps += run.picks;
  if (run.picks > result_.max_steps) result_.max_steps = run.picks;
  if (run.failure.finding == Finding::none) return false;
  result_.found_after = result_.schedules;
  return true;
}

Search::Outcome Search::try_many(Chooser& chooser, std::uint64_t limit) {
  for (std::uint64_t i = 0; i < limit; i++) {
    if (try_one(chooser)) return Outcome::failed;
    if (!chooser.end_schedule()) return Outcome::complete;
  }
  return Outcome::going_on;
}

// The same schedule twice, after one that warms up what is set up once in a process.
bool Search::deterministic() {
  replay_.follow(nullptr, 0);
  run.chooser = &replay_;
  std::uint64_t digests[3];
  for (std::uint64_t& digest : digests) {
    run_schedule(0, Recorder::Mode::digest);
    digest = run.recorder.digest();
    if (run.failure.finding != Finding::none) break;
  }
  result_.schedules++;
  result_.steps += run.picks;
  result_.max_steps = run.picks;
  result_.digest = run.recorder.digest();
  if (run.failure.finding != Finding::none) {
    result_.found_after = 1;
    finish();
    return false;
  }
  if (digests[1] == digests[2]) return true;
  result_.finding = Finding::nondeterminism;
  snprintf(result_.message, sizeof result_.message,
           "the same schedule went differently the second time: the body depends on something else "
           "than its threads (a random number, the address of something, a file)");
  return false;
}

Search::Outcome Search::try_depth_first(std::uint64_t limit, std::uint32_t max_faults) {
  depth_first_.sleep_sets = true;
  depth_first_.preemption_bound = DepthFirst::kNoBound;
  depth_first_.max_faults = max_faults;
  depth_first_.restart();
  run.polls_cut = false;
  const std::uint32_t longest_before = result_.max_steps;
  const Outcome outcome = try_many(depth_first_, limit);
  if (depth_first_.diverged() && outcome != Outcome::failed) {
    result_.finding = Finding::nondeterminism;
    snprintf(
        result_.message, sizeof result_.message,
        "the same choices led elsewhere: the body keeps something from one schedule to the next");
    return Outcome::going_on;
  }
  const bool whole =
      !depth_first_.incomplete() && !run.polls_cut && result_.max_steps <= options_.max_steps;
  result_.max_steps = longest_before > result_.max_steps ? longest_before : result_.max_steps;
  return outcome == Outcome::complete && !whole ? Outcome::going_on : outcome;
}

bool Search::try_random_family(std::uint64_t limit, bool stale_loads) {
  RandomChooser* const walks[] = {&uniform_walk_, &random_walk_, &priority_walk_,
                                  &pending_order_walk_};
  for (RandomChooser* walk : walks)
    walk->stale_loads = stale_loads;
  for (std::uint64_t i = 0; i < limit; i++) {
    const Walk kind = kRound[i % (sizeof kRound / sizeof *kRound)];
    if (kind == Walk::priority) priority_walk_.depth = 2 + static_cast<std::uint32_t>(i % 4);
    RandomChooser& walk = *walks[static_cast<std::uint32_t>(kind)];
    if (try_one(walk)) return true;
    for (RandomChooser* each : walks)
      each->end_schedule();
  }
  return false;
}

bool Search::try_bounds(std::uint64_t limit) {
  depth_first_.sleep_sets = false;
  depth_first_.max_faults = 0;
  const std::uint64_t end = result_.schedules + limit;
  for (std::uint32_t bound = 0; bound <= kMaxBound && result_.schedules < end; bound++) {
    depth_first_.preemption_bound = bound;
    depth_first_.restart();
    const Outcome outcome = try_many(depth_first_, end - result_.schedules);
    if (outcome == Outcome::failed) return true;
  }
  return false;
}

// After every schedule without faults: those with one, and random ones with more.
Search::Outcome Search::try_faults(std::uint64_t limit) {
  const std::uint64_t before = result_.schedules;
  const Outcome outcome = try_depth_first(limit, 1);
  if (outcome != Outcome::going_on || result_.finding != Finding::none) return outcome;
  const std::uint64_t spent = result_.schedules - before;
  return try_random_family(spent < limit ? limit - spent : limit, false) ? Outcome::failed
                                                                         : Outcome::going_on;
}

void Search::check() {
  if (!deterministic()) return;
  const std::uint64_t budget = options_.schedules;
  const auto share = [budget](std::uint64_t percent) { return budget * percent / 100 + 1; };
  Outcome outcome = try_depth_first(share(kDepthFirstShare), 0);
  if (result_.finding != Finding::none) return;
  if (outcome == Outcome::complete) {
    if (run.fault_possible) outcome = try_faults(share(kFaultsShare));
    result_.exhausted = outcome == Outcome::complete;
  } else if (outcome == Outcome::going_on) {
    const bool found =
        try_random_family(share(kRandomShare), false) || try_bounds(share(kBoundsShare));
    if (found) outcome = Outcome::failed;
  }
  if (outcome == Outcome::failed) return finish();
  if (result_.finding != Finding::none || !run.stale_possible || result_.schedules >= budget)
    return;
  const std::uint64_t left = budget - result_.schedules;
  const std::uint64_t most = share(kStaleShare);
  if (try_random_family(left < most ? left : most, true)) {
    result_.exhausted = false;
    finish();
  }
}

void Search::replay() {
  replay_.follow(options_.deviations, options_.deviation_count);
  run.chooser = &replay_;
  run_schedule(0, Recorder::Mode::off);  // warms up
  const bool failed = try_one(replay_);
  if (failed) {
    finish();
  } else if (replay_.diverged()) {
    result_.finding = Finding::nondeterminism;
    snprintf(result_.message, sizeof result_.message,
             "this schedule does not exist here: the code is not what it was recorded from");
  } else {
    run_schedule(0, Recorder::Mode::digest);
    result_.digest = run.recorder.digest();
  }
}

void Search::run_all() {
  const std::uint64_t limit = options_.schedules;
  bool failed = false;
  Outcome outcome = Outcome::going_on;
  switch (options_.strategy) {
    case Strategy::portfolio:
      check();
      return;
    case Strategy::replay:
      replay();
      return;
    case Strategy::random_walk:
      random_walk_.stale_loads = options_.stale_loads;
      outcome = try_many(random_walk_, limit);
      break;
    case Strategy::uniform_walk:
      uniform_walk_.stale_loads = options_.stale_loads;
      outcome = try_many(uniform_walk_, limit);
      break;
    case Strategy::pct:
      priority_walk_.depth = options_.depth;
      priority_walk_.stale_loads = options_.stale_loads;
      outcome = try_many(priority_walk_, limit);
      break;
    case Strategy::pos:
      pending_order_walk_.stale_loads = options_.stale_loads;
      outcome = try_many(pending_order_walk_, limit);
      break;
    case Strategy::depth_first:
      outcome = try_depth_first(limit, 0);
      break;
    case Strategy::preemption_bound:
      depth_first_.sleep_sets = false;
      depth_first_.preemption_bound = options_.depth;
      depth_first_.restart();
      outcome = try_many(depth_first_, limit);
      break;
    case Strategy::random_family:
      failed = try_random_family(limit, options_.stale_loads);
      break;
  }
  if (failed || outcome == Outcome::failed) return finish();
  result_.exhausted = outcome == Outcome::complete;
}

void Search::finish() {
  static DeviationList best;
  best.take_from(run.choices);
  result_.preemptions = run.preemptions;
  const bool wanted =
      options_.minimise && options_.strategy != Strategy::replay && !run.failure.endless;
  if (wanted) minimise_schedule(best, replay_, depth_first_);
  record_failure(best, replay_, result_);
}

}  // namespace explorer
