// verdict: deadlock // judge: explore
// Locks share a table of places to sleep in; a release wakes one sleeper of its place, and that may
// wait for another lock.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

// The flag in the object; sleepers and wake-ups are counted in a table that nobody destroys.
namespace wait_table {
struct Place {
  std::atomic<std::uint32_t> sleepers{0};
  std::atomic<std::uint32_t> generation{0};
};
inline Place& place_of(const void* address) {
  static std::array<Place, 5> places;
  return places[(reinterpret_cast<std::uintptr_t>(address) >> 4) % places.size()];
}
}  // namespace wait_table

class Lock : public Lockable<Lock> {
 public:
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    if (!blocking && timeout) throw ValueError("no timeout without blocking");
    if (timeout && *timeout < Duration::zero()) throw ValueError("negative timeout");
    if (!held_.test_and_set()) return true;
    if (!blocking) return false;
    const Deadline deadline(timeout);
    wait_table::Place& place = wait_table::place_of(this);
    place.sleepers.fetch_add(1);
    bool mine = false;
    for (;;) {
      const std::uint32_t seen = place.generation.load();
      mine = !held_.test_and_set();
      if (mine || !futex_wait(place.generation, seen, deadline.left())) break;
    }
    place.sleepers.fetch_sub(1);
    return mine;
  }
  void release() {
    wait_table::Place& place = wait_table::place_of(this);
    if (!exchange_false()) throw RuntimeError("release of an unlocked lock");
    if (place.sleepers.load() == 0) return;
    place.generation.fetch_add(1);
    futex_wake(place.generation, 1);
  }
  [[nodiscard]] bool locked() const { return held_.test(); }

 private:
  struct Flag {
    std::atomic<bool> value{false};
    bool test_and_set() { return value.exchange(true); }
    [[nodiscard]] bool test() const { return value.load(); }
  };
  bool exchange_false() { return held_.value.exchange(false); }
  Flag held_;
};

}  // namespace threading
