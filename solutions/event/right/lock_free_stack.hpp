// Lock-free: one pointer, to a stack of waiters or to a mark that stands for "set". Each place is
// shared by its waiter and the event, and belongs to who leaves last.
#pragma once

#include <atomic>
#include <cstdint>

#include "threading/futex.hpp"
#include "threading/time.hpp"

namespace threading {

class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() {
    Place* place = top_.load(std::memory_order_acquire);
    while (place != nullptr && place != &set_) {
      Place* const next = place->next;
      place->leave();
      place = next;
    }
  }

  [[nodiscard]] bool is_set() const { return top_.load(std::memory_order_acquire) == &set_; }

  void set() {
    Place* place = top_.exchange(&set_, std::memory_order_acq_rel);
    while (place != nullptr && place != &set_) {
      Place* const next = place->next;
      place->is_freed.store(1, std::memory_order_release);
      futex_wake(place->is_freed, 1);
      place->leave();
      place = next;
    }
  }

  void clear() {
    Place* expected = &set_;
    top_.compare_exchange_strong(expected, nullptr, std::memory_order_acq_rel);
  }

  bool wait(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    Place* top = top_.load(std::memory_order_acquire);
    if (top == &set_) return true;
    auto* const own = new Place;
    do {
      if (top == &set_) {
        delete own;
        return true;
      }
      own->next = top;
    } while (!top_.compare_exchange_weak(top, own, std::memory_order_acq_rel,
                                         std::memory_order_acquire));
    bool in_time = true;
    while (own->is_freed.load(std::memory_order_acquire) == 0 && in_time)
      in_time = futex_wait(own->is_freed, 0, deadline.left());
    const bool is_freed = own->is_freed.load(std::memory_order_acquire) != 0;
    own->leave();
    return is_freed;
  }

 private:
  struct Place {
    std::atomic<std::uint32_t> is_freed = 0;
    std::atomic<int> users = 2;
    Place* next = nullptr;

    void leave() {
      if (users.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
    }
  };

  Place set_;  // never waits: its address is the mark
  std::atomic<Place*> top_ = nullptr;
};

}  // namespace threading
