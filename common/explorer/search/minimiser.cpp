#include "explorer/search/minimiser.h"

#include <string.h>

namespace explorer {

namespace {

constexpr std::uint32_t kMaxReplays = 2000;
constexpr std::uint64_t kMaxSteps = 2'000'000;  // of all schedules tried
constexpr std::uint32_t kMaxBounded = 2000;     // schedules for each preemption bound

struct Cost {
  std::uint32_t injected;
  std::uint32_t preemptions;
  std::uint32_t steps;
  std::uint32_t deviations;

  [[nodiscard]] bool operator<(const Cost& other) const {
    if (injected != other.injected) return injected < other.injected;
    if (preemptions != other.preemptions) return preemptions < other.preemptions;
    if (steps != other.steps) return steps < other.steps;
    return deviations < other.deviations;
  }
};

class Minimiser {
 public:
  Minimiser(DeviationList& best, Replay& replay, DepthFirst& depth_first)
      : best_(best), replay_(replay), depth_first_(depth_first), cost_(cost_of_run()) {
    finding_ = run.failure.finding;
    memcpy(message_, run.failure.message, sizeof message_);
    stale_ = run.stale_reads != 0;
  }

  void minimise() {
    drop_deviations();
    if (!stale_ && search_with_fewer_preemptions()) drop_deviations();
  }

 private:
  [[nodiscard]] Cost cost_of_run() const {
    return Cost{.injected = run.faults + run.stale_reads,
                .preemptions = run.preemptions,
                .steps = run.picks,
                .deviations = best_.count()};
  }

  [[nodiscard]] bool fails_alike() const {
    if (run.failure.finding != finding_) return false;
    return finding_ != Finding::check_failed || strcmp(run.failure.message, message_) == 0;
  }

  // Takes the schedule that has just run if it fails alike and is simpler.
  bool accept() {
    if (!fails_alike()) return false;
    static DeviationList found;
    found.take_from(run.choices);
    Cost cost = cost_of_run();
    cost.deviations = found.count();
    if (!(cost < cost_)) return false;
    cost_ = cost;
    best_.copy_without(found, 0, 0);
    return true;
  }

  bool try_without(std::uint32_t first, std::uint32_t last) {
    static DeviationList candidate;
    candidate.copy_without(best_, first, last);
    replay_.follow(candidate.data(), candidate.count());
    run.chooser = &replay_;
    run_schedule(0, Recorder::Mode::off);
    replays_++;
    steps_ += run.picks;
    return accept();
  }

  // Delta debugging: leaves out ever smaller stretches, as long as that helps.
  void drop_deviations() {
    for (std::uint32_t size = best_.count(); size >= 1;) {
      bool dropped = false;
      for (std::uint32_t end = best_.count(); end > 0 && !spent();) {
        const std::uint32_t begin = end > size ? end - size : 0;
        if (try_without(begin, end)) {
          dropped = true;
          end = begin < best_.count() ? begin : best_.count();
        } else {
          end = begin;
        }
      }
      if (spent()) return;
      if (!dropped) size /= 2;
      if (size > best_.count()) size = best_.count();
    }
  }

  // Every schedule with fewer preemptions, as far as the budget goes.
  bool search_with_fewer_preemptions() {
    depth_first_.sleep_sets = false;
    depth_first_.max_faults = cost_.injected;
    for (std::uint32_t bound = 0; bound < cost_.preemptions; bound++) {
      depth_first_.preemption_bound = bound;
      depth_first_.restart();
      run.chooser = &depth_first_;
      for (std::uint32_t i = 0; i < kMaxBounded && !spent(); i++) {
        run_schedule(0, Recorder::Mode::off);
        steps_ += run.picks;
        if (accept()) return true;
        if (!depth_first_.end_schedule()) break;
      }
    }
    return false;
  }

  [[nodiscard]] bool spent() const { return replays_ >= kMaxReplays || steps_ >= kMaxSteps; }

  DeviationList& best_;
  Replay& replay_;
  DepthFirst& depth_first_;
  Cost cost_;
  Finding finding_;
  char message_[sizeof(Failure::message)];
  bool stale_;
  std::uint32_t replays_ = 0;
  std::uint64_t steps_ = 0;
};

}  // namespace

void minimise_schedule(DeviationList& best, Replay& replay, DepthFirst& depth_first) {
  Minimiser(best, replay, depth_first).minimise();
}

}  // namespace explorer
