#include "explorer/litmus/classics.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "explorer/litmus/litmus.hpp"

namespace explorer::litmus {
namespace {

enum class Care : bool { careless, careful };

template <Care care>
void lock_with_flag(std::memory_order unlock_order) {
  std::atomic<int> flag = 0;
  int count = 0;
  const auto section = [&] {
    if constexpr (care == Care::careful) {
      while (flag.exchange(1, std::memory_order_acquire) != 0) {
      }
    } else {
      while (flag.load(std::memory_order_acquire) != 0) {
      }
      flag.store(1, std::memory_order_relaxed);
    }
    count = count + 1;
    flag.store(0, unlock_order);
  };
  together(section, section);
  check(count == 2, "each section counts");
}

void peterson_with(std::memory_order store_order, std::memory_order load_order) {
  std::atomic<int> wants[2] = {0, 0};
  std::atomic<int> turn = 0;
  int count = 0;
  const auto section = [&](int me) {
    const int other = 1 - me;
    wants[me].store(1, store_order);
    turn.store(other, store_order);
    while (wants[other].load(load_order) == 1 && turn.load(load_order) == other) {
    }
    count = count + 1;
    wants[me].store(0, std::memory_order_release);
  };
  together([&] { section(0); }, [&] { section(1); });
}

template <Care care>
void set_event() {
  std::mutex mutex;
  std::condition_variable changed;
  std::atomic<bool> set = false;
  together(
      [&] {
        std::unique_lock lock(mutex);
        while (!set.load())
          changed.wait(lock);
      },
      [&] {
        if constexpr (care == Care::careful) {
          const std::lock_guard lock(mutex);
          set.store(true);
        } else {
          set.store(true);
        }
        changed.notify_all();
      });
}

// Holds how many items there are; what they are does not matter here.
template <Care care>
class OneSlotQueue {
 public:
  void put() {
    std::unique_lock lock(mutex_);
    wait_while(not_full_, lock, 1);
    check(items_ < 1, "there is room");
    items_ = items_ + 1;
    not_empty_.notify_one();
  }

  void get() {
    std::unique_lock lock(mutex_);
    wait_while(not_empty_, lock, 0);
    check(items_ > 0, "there is an item");
    items_ = items_ - 1;
    not_full_.notify_one();
  }

 private:
  void wait_while(std::condition_variable& changed, std::unique_lock<std::mutex>& lock, int items) {
    if constexpr (care == Care::careful) {
      while (items_ == items)
        changed.wait(lock);
    } else {
      if (items_ == items) changed.wait(lock);
    }
  }

  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::condition_variable not_full_;
  int items_ = 0;
};

template <Care care>
void one_producer_two_consumers() {
  OneSlotQueue<care> queue;
  together(
      [&] {
        queue.put();
        queue.put();
      },
      [&] { queue.get(); }, [&] { queue.get(); });
}

template <Care care>
void two_producers_two_consumers() {
  OneSlotQueue<care> queue;
  const auto produce = [&] {
    queue.put();
    queue.put();
  };
  const auto consume = [&] {
    queue.get();
    queue.get();
  };
  together(produce, produce, consume, consume);
}

template <Care care>
void two_locks() {
  std::mutex first;
  std::mutex second;
  int count = 0;
  const auto take = [&](std::mutex& outer, std::mutex& inner) {
    const std::lock_guard holds_outer(outer);
    const std::lock_guard holds_inner(inner);
    count = count + 1;
  };
  together([&] { take(first, second); },
           [&] {
             if constexpr (care == Care::careful) {
               take(first, second);
             } else {
               take(second, first);
             }
           });
}

// 0 free, 1 held, 2 held and perhaps waited for.
template <Care care>
class ThreeStateMutex {
 public:
  void lock() {
    int seen = 0;
    if (state_.compare_exchange_strong(seen, 1)) return;
    do {
      if (seen == 2) {
        state_.wait(2);
      } else {
        int held = 1;
        if (state_.compare_exchange_strong(held, 2) || held == 2) state_.wait(2);
      }
      seen = 0;
    } while (!state_.compare_exchange_strong(seen, care == Care::careful ? 2 : 1));
  }

  void unlock() {
    if (state_.exchange(0) == 2) state_.notify_one();
  }

 private:
  std::atomic<int> state_ = 0;
};

template <Care care>
void acquire_and_release() {
  std::mutex mutex;
  std::condition_variable released;
  int value = 0;
  const auto acquire = [&] {
    std::unique_lock lock(mutex);
    while (value == 0)
      released.wait(lock);
    --value;
  };
  const auto release = [&] {
    const std::unique_lock lock(mutex);
    if (value++ == 0 || care == Care::careful) released.notify_one();
  };
  together(acquire, acquire, release, release);
}

template <Care care>
void two_rounds() {
  std::mutex mutex;
  std::condition_variable complete;
  int arrived = 0;
  int round = 0;
  const auto wait = [&] {
    std::unique_lock lock(mutex);
    const int mine = round;
    if (++arrived == 2) {
      arrived = 0;
      ++round;
      complete.notify_all();
    } else if constexpr (care == Care::careful) {
      while (round == mine)
        complete.wait(lock);
    } else {
      while (arrived != 0)
        complete.wait(lock);
    }
  };
  const auto rounds = [&] {
    wait();
    wait();
  };
  together(rounds, rounds);
}

template <Care care>
class ReentrantLock {
 public:
  void lock() {
    const std::thread::id self = std::this_thread::get_id();
    if (owner_.load() == self) {
      ++depth_;
      return;
    }
    mutex_.lock();
    owner_.store(self);
    depth_ = 1;
  }

  void unlock() {
    if (--depth_ > 0) return;
    if constexpr (care == Care::careful) {
      owner_.store(std::thread::id());
      mutex_.unlock();
    } else {
      mutex_.unlock();
      owner_.store(std::thread::id());
    }
  }

 private:
  std::mutex mutex_;
  std::atomic<std::thread::id> owner_{};
  int depth_ = 0;
};

template <Care care>
void lock_twice() {
  ReentrantLock<care> lock;
  int count = 0;
  const auto section = [&] {
    lock.lock();
    lock.lock();
    count = count + 1;
    lock.unlock();
    lock.unlock();
  };
  together(section, section);
}

void wake_if_waiting(std::memory_order store_order, std::memory_order load_order) {
  std::atomic<int> flag = 0;
  std::atomic<int> waiters = 0;
  together(
      [&] {
        waiters.store(1, store_order);
        if (flag.load(load_order) == 0) flag.wait(0, load_order);
      },
      [&] {
        flag.store(1, store_order);
        if (waiters.load(load_order) != 0) flag.notify_one();
      });
}

}  // namespace

void tas_lock() {
  lock_with_flag<Care::careful>(std::memory_order_release);
}
void naive_lock() {
  lock_with_flag<Care::careless>(std::memory_order_release);
}
void relaxed_lock() {
  lock_with_flag<Care::careful>(std::memory_order_relaxed);
}
void peterson() {
  peterson_with(std::memory_order_seq_cst, std::memory_order_seq_cst);
}
void peterson_acquire() {
  peterson_with(std::memory_order_release, std::memory_order_acquire);
}
void event() {
  set_event<Care::careful>();
}
void event_without_lock() {
  set_event<Care::careless>();
}
void queue3() {
  one_producer_two_consumers<Care::careful>();
}
void queue3_if() {
  one_producer_two_consumers<Care::careless>();
}
void queue4() {
  two_producers_two_consumers<Care::careful>();
}
void queue4_if() {
  two_producers_two_consumers<Care::careless>();
}
void lock_order() {
  two_locks<Care::careful>();
}
void lock_order_crossed() {
  two_locks<Care::careless>();
}

void philosophers() {
  std::mutex forks[4];
  in_threads(4, [&](int seat) {
    const std::lock_guard left(forks[seat]);
    const std::lock_guard right(forks[(seat + 1) % 4]);
  });
}

void futex_mutex2() {
  count_under<ThreeStateMutex<Care::careful>>(2, 1);
}
void futex_mutex() {
  count_under<ThreeStateMutex<Care::careful>>(3, 1);
}
void futex_mutex_forgetful() {
  count_under<ThreeStateMutex<Care::careless>>(3, 1);
}
void semaphore() {
  acquire_and_release<Care::careful>();
}
void semaphore_at_zero() {
  acquire_and_release<Care::careless>();
}
void barrier() {
  two_rounds<Care::careful>();
}
void barrier_without_generation() {
  two_rounds<Care::careless>();
}
void rlock() {
  lock_twice<Care::careful>();
}
void rlock_late_owner() {
  lock_twice<Care::careless>();
}
void flag_and_waiters() {
  wake_if_waiting(std::memory_order_seq_cst, std::memory_order_seq_cst);
}

void flag_and_waiters_weak() {
  wake_if_waiting(std::memory_order_release, std::memory_order_acquire);
}

}  // namespace explorer::litmus
