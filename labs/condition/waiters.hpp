#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "harness/check.hpp"
#include "harness/judge.hpp"
#include "harness/threads.hpp"
#include "harness/unseen.hpp"
#include "labs/condition/subject.hpp"
#include "threading/time.hpp"

// What most scenarios of this lab start: threads that wait once, and one that notifies. Owned by
// the scenario; used from its own thread.
namespace waiters {

enum class Outcome : std::uint8_t { none, notified, timed_out };

// A thread that takes the condition's lock, waits once and gives the lock back. It waits already
// when its maker goes on.
template <class L>
class Waiter {
 public:
  Waiter(harness::Threads& threads, std::string name, subject::Condition<L>& condition,
         threading::Timeout timeout = {})
      : thread_(threads.spawn(std::move(name), [this, &condition, timeout] {
          const auto begin = std::chrono::steady_clock::now();
          condition.acquire();
          const bool notified = condition.wait(timeout);
          CHECK(notified || (timeout && std::chrono::steady_clock::now() - begin >= *timeout),
                "`wait` gave up before its time was over");
          outcome_.set(notified ? Outcome::notified : Outcome::timed_out);
          condition.release();
        })) {
    harness::settle();
    // With a timeout it may be over by now: time passes as it likes.
    if (!timeout) CHECK(!returned(), "`wait` returned although nobody notified");
  }
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  ~Waiter() { thread_.join(); }

  [[nodiscard]] bool returned() const { return thread_.returned(); }
  void join() { thread_.join(); }

  // Of its wait. Exact after settle() or join().
  [[nodiscard]] Outcome outcome() const { return outcome_.get(); }

 private:
  harness::Unseen<Outcome> outcome_{Outcome::none};
  harness::Thread& thread_;
};

template <class L>
void notify(subject::Condition<L>& condition, std::size_t n = 1) {
  condition.acquire();
  condition.notify(n);
  condition.release();
}

template <class L>
void notify_all(subject::Condition<L>& condition) {
  condition.acquire();
  condition.notify_all();
  condition.release();
}

}  // namespace waiters

// For the one whose turn it is. Where it sleeps on, another was woken in its place, or nobody.
#define CHECK_IS_WOKEN(waiter, message) \
  (::harness::let_finish(waiter), CHECK((waiter).returned(), message))
