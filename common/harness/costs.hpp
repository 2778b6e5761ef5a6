#pragma once

#include <cstdint>

// What a call costs, as counts, never as times: exact, and the same on every machine. Only
// explore counts: scenarios that ask carry `.judges = Judges::explore_only`.
namespace harness {

struct Costs {
  std::uint64_t waits = 0;          // futex_wait, the standard library's own included
  std::uint64_t wakes = 0;          // futex_wake, likewise
  std::uint64_t useless_wakes = 0;  // of these, those that found nobody asleep
  std::uint64_t yields = 0;
  std::uint64_t sleeps = 0;  // times that the thread was put to sleep
  std::uint64_t wall_clock_reads = 0;
  std::uint64_t wall_clock_waits = 0;  // until a time that somebody may set back

  [[nodiscard]] std::uint64_t system_calls() const { return waits + wakes + yields; }
};

// Of the calling thread, since the schedule began. Defined by the judge.
[[nodiscard]] Costs costs_so_far();

// Do the other threads, all of them blocked, really sleep? They are given every chance to end a
// bounded spin first, and then ten seconds of virtual time. False: one polls, be it by spinning,
// be it by waking up again and again. Defined by the judge; stress sees spinning only.
[[nodiscard]] bool others_sleep();

// Of what the calling thread does in `call`.
template <class Call>
[[nodiscard]] Costs cost_of(Call call) {
  const Costs before = costs_so_far();
  call();
  const Costs after = costs_so_far();
  return {after.waits - before.waits,
          after.wakes - before.wakes,
          after.useless_wakes - before.useless_wakes,
          after.yields - before.yields,
          after.sleeps - before.sleeps,
          after.wall_clock_reads - before.wall_clock_reads,
          after.wall_clock_waits - before.wall_clock_waits};
}

// Fails the run as `livelock`.
[[noreturn]] void fail_polling(const char* message);

}  // namespace harness

#define CHECK_OTHERS_SLEEP(message) \
  (::harness::others_sleep() ? void() : ::harness::fail_polling(message))
