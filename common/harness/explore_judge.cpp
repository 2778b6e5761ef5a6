#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <thread>

#include "explorer/explorer.h"
#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/explore_report.hpp"
#include "harness/judge.hpp"
#include "harness/record.hpp"

// The judge of chosen schedules: one thread at a time, in virtual time, until the budget of
// schedules is spent or every schedule has been seen; or the one schedule of a replay.
namespace harness {
namespace {

using namespace std::chrono_literals;

// What a failed check had to say beyond its message. Plain arrays, for what a schedule allocates
// is gone when it ends; the last schedule to fail is the one that is reported.
struct LastWords {
  std::array<char, 256> message;  // as long as the explorer's own
  std::array<char, 512> detail;
  std::array<char, 64> hint;
  protocol::Verdict verdict;
};
LastWords last_words{};

template <std::size_t size>
void copy_text(std::array<char, size>& to, const std::string& from) {
  const std::size_t length = std::min(from.size(), size - 1);
  std::memcpy(to.data(), from.data(), length);
  to[length] = '\0';
}

// Uninstrumented: the end of the schedule takes back what it sees written to globals.
__attribute__((no_sanitize("thread"), noinline)) void remember(protocol::Verdict verdict) {
  last_words.verdict = verdict;
}

void run_body(void* scenario) {
  try {
    static_cast<const Scenario*>(scenario)->run();
  } catch (...) {
    Failure failure;
    failure.message = "a call threw " + describe_current_exception();
    fail(failure);
  }
}

explorer::Options options_for(const protocol::Order& order,
                              std::array<explorer::Deviation, protocol::kMaxDeviations>& replay) {
  explorer::Options options;
  options.seed = order.seed;
  options.schedules = order.schedules;
  options.destroy_statics = true;
  options.backend = order.backend == protocol::Backend::fibers ? explorer::Backend::fibers
                                                               : explorer::Backend::threads;
  if (order.replay == 0) return options;
  for (std::size_t i = 0; i < order.deviation_count; ++i)
    replay[i] = {order.deviations[i].at, order.deviations[i].pick};
  options.strategy = explorer::Strategy::replay;
  // Nobody but a debugger needs a replay with real threads.
  options.stop_in_debugger = options.backend == explorer::Backend::threads;
  options.deviations = replay.data();
  options.deviation_count = order.deviation_count;
  return options;
}

// How often others have looked in vain or given their turn away.
std::uint64_t polls_of_others() {
  const explorer::Counts all = explorer::counts();
  const explorer::Counts mine = explorer::thread_counts();
  return all.spins + all.yields - mine.spins - mine.yields;
}

}  // namespace

protocol::Judge linked_judge() {
  return protocol::Judge::explore;
}

void judge(const Scenario& scenario, const protocol::Order& order) {
  static explorer::Result result;  // too large for some stacks
  std::array<explorer::Deviation, protocol::kMaxDeviations> replay{};
  explorer::explore(options_for(order, replay), &run_body, const_cast<Scenario*>(&scenario),
                    result);
  protocol::Report report = to_report(result);
  report.seed = order.seed;
  if (result.finding == explorer::Finding::none) end_passed(report);
  if (report.message == last_words.message.data()) {
    report.detail = last_words.detail.data();
    report.hint = last_words.hint.data();
    report.verdict = last_words.verdict;
  }
  end_failed(report);
}

void fail(const Failure& failure) {
  copy_text(last_words.message, failure.message);
  copy_text(last_words.detail, failure.detail);
  copy_text(last_words.hint, failure.hint);
  remember(failure.verdict);
  explorer::fail(finding_of(failure.verdict), last_words.message.data());
}

void judge_at_end(void (*judge_ending)(int status)) {
  explorer::at_end(judge_ending);
}

void settle() {
  explorer::settle();
}

void name_this_thread(const char* name) {
  explorer::name_thread(name);
}

void name_object(const void* object, std::size_t bytes, const char* name) {
  explorer::name_object(object, bytes, name);
}

Costs costs_so_far() {
  const explorer::Counts counts = explorer::thread_counts();
  return {counts.futex_waits, counts.futex_wakes,      counts.useless_wakes,   counts.yields,
          counts.sleeps,      counts.wall_clock_reads, counts.wall_clock_waits};
}

bool others_sleep() {
  constexpr int kChances = 300;          // to end a spin that has an end
  constexpr std::uint64_t kNewNaps = 8;  // of ours, and what time-outs and spurious wakes may add
  bool at_rest = false;
  for (int chance = 0; chance < kChances && !at_rest; ++chance) {
    const std::uint64_t polls = polls_of_others();
    std::this_thread::yield();
    explorer::settle();
    at_rest = polls_of_others() == polls;
  }
  const std::uint64_t sleeps = explorer::counts().sleeps;
  std::this_thread::sleep_for(10s);
  return at_rest && explorer::counts().sleeps - sleeps <= kNewNaps;
}

}  // namespace harness
