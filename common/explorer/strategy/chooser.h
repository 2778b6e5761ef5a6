// How a schedule is chosen: what a strategy is asked, and when.
//
// A schedule is a sequence of choices. Alternative 0 is always the default: the running thread goes
// on, the first waiter is woken, no fault is injected, the newest value is read. One strategy lives
// through all schedules of a search. Called by one thread at a time.
#pragma once

#include <cstdint>

#include "explorer/schedule/footprint.h"

namespace explorer {

// The threads that can go on, at least two; the running one first where it is among them.
struct ChoicePoint {
  const std::uint8_t* threads;
  std::uint32_t count;
  bool running_can_go_on;
};

enum class Question : std::uint8_t {
  thread,
  waiter,  // which of those that wait is woken
  spurious_wakeup,
  weak_cas_failure,
  early_timeout,
  give_up,     // whether a thread that polls in vain goes on until it gives up
  stale_load,  // how many stores old the value is
  body,        // choose()
};

[[nodiscard]] constexpr bool is_fault(Question question) {
  return question == Question::spurious_wakeup || question == Question::weak_cas_failure ||
         question == Question::early_timeout;
}

class Chooser {
 public:
  // Instead of an alternative: this schedule is like one already seen; leave it.
  static constexpr std::uint32_t kLeave = UINT32_MAX;

  virtual void begin_schedule(std::uint64_t seed) = 0;

  virtual std::uint32_t choose_thread(const ChoicePoint& point) = 0;
  virtual std::uint32_t choose_data(Question question, std::uint32_t alternatives) = 0;

  // Only one thread can go on. False: leave the schedule.
  virtual bool forced(std::uint8_t) { return true; }

  // A thread has reached its next scheduling point; this is what its step touched. Only where
  // needs_footprints() holds.
  virtual void step_ended(std::uint8_t, const Footprint&) {}

  // Is there another schedule?
  virtual bool end_schedule() { return true; }

  [[nodiscard]] virtual bool needs_footprints() const { return false; }

 protected:
  Chooser() = default;
  ~Chooser() = default;
};

}  // namespace explorer
