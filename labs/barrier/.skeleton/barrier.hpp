#pragma once

#include <cstddef>
#include <functional>
#include <utility>

#include "threading/errors.hpp"
#include "threading/time.hpp"

namespace threading {

// A meeting point: each thread waits until all have come, again and again. `grader readme barrier`
// has the contract; tests/public.cpp has it as code.
class Barrier {
 public:
  explicit Barrier(std::size_t parties, std::function<void()> action = {}, Timeout timeout = {})
      : parties_(parties), action_(std::move(action)), timeout_(timeout) {}
  Barrier(const Barrier&) = delete;
  Barrier& operator=(const Barrier&) = delete;

  // Waits until all have come; returns a different index to each thread of the round.
  std::size_t wait(Timeout timeout = {}) {
    static_cast<void>(timeout);
    throw RuntimeError("Barrier::wait is not written yet");
  }

  // Sends away who waits, with BrokenBarrierError, and makes the barrier fresh.
  void reset() { throw RuntimeError("Barrier::reset is not written yet"); }

  // Breaks the barrier, for who waits and for who comes later.
  void abort() { throw RuntimeError("Barrier::abort is not written yet"); }

  // How many threads make a round?
  [[nodiscard]] std::size_t parties() const {
    throw RuntimeError("Barrier::parties is not written yet");
  }

  // How many wait at this moment?
  [[nodiscard]] std::size_t n_waiting() const {
    throw RuntimeError("Barrier::n_waiting is not written yet");
  }

  [[nodiscard]] bool broken() const { throw RuntimeError("Barrier::broken is not written yet"); }

 private:
  std::size_t parties_;
  std::function<void()> action_;
  Timeout timeout_;
  // How does a thread know whether the round that it waits for is over, and how it ended?
};

}  // namespace threading
