// verdict: race, memory, crash
// Says yes to everybody: it excludes nobody.
#pragma once

#include <atomic>
#include <cstdint>

#include "threading/errors.hpp"
#include "threading/futex.hpp"
#include "threading/lockable.hpp"
#include "threading/time.hpp"

namespace threading {

class Lock : public Lockable<Lock> {
 public:
  bool acquire(bool blocking = true, Timeout timeout = {}) {
    static_cast<void>(blocking);
    static_cast<void>(timeout);
    word_.store(1);
    return true;
  }

  void release() { word_.store(0); }

  [[nodiscard]] bool locked() const { return word_.load() != 0; }

 private:
  std::atomic<std::uint32_t> word_ = 0;
};

}  // namespace threading
