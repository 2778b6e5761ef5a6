// std::atomic and atomic_flag: wait, notify_one, notify_all, for every width the library treats
// apart.
#include <atomic>

#include <thread>

#include "explorer/litmus/classics.hpp"
#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

class WaitingFlagLock {
 public:
  void lock() {
    while (flag_.test_and_set(std::memory_order_acquire))
      flag_.wait(true, std::memory_order_relaxed);
  }
  void unlock() {
    flag_.clear(std::memory_order_release);
    flag_.notify_one();
  }

 private:
  std::atomic_flag flag_;
};

// 0 free, 1 held, 2 held and perhaps waited for.
class ContentionLock {
 public:
  void lock() {
    int seen = 0;
    if (state_.compare_exchange_strong(seen, 1)) return;
    while (state_.exchange(2) != 0)
      state_.wait(2);
  }
  void unlock() {
    if (state_.exchange(0) == 2) state_.notify_one();
  }

 private:
  std::atomic<int> state_ = 0;
};

class ForgetfulLock {
 public:
  void lock() {
    int seen = 0;
    while (!state_.compare_exchange_strong(seen, 1)) {
      state_.wait(1);
      seen = 0;
    }
  }
  void unlock() { state_.store(0); }

 private:
  std::atomic<int> state_ = 0;
};

// Marks contention, then waits for a value that the mark has just changed, without looping.
class EagerLock {
 public:
  void lock() {
    if (state_.exchange(1) == 0) return;
    state_.wait(1);
    state_.store(1);
  }
  void unlock() {
    state_.store(0);
    state_.notify_one();
  }

 private:
  std::atomic<int> state_ = 0;
};

void flag_lock() {
  count_under<WaitingFlagLock>(2, 2);
}
void contention_lock() {
  count_under<ContentionLock>(2, 2);
}
void contention_lock_with_three_threads() {
  count_under<ContentionLock>(3, 1);
}
void lock_that_forgets_to_notify() {
  count_under<ForgetfulLock>(2, 2);
}
void lock_that_does_not_look_again() {
  count_under<EagerLock>(3, 1);
}

template <class T>
void value_is_announced(T before, T after) {
  std::atomic<T> value = before;
  int data = 0;
  together(
      [&] {
        value.wait(before, std::memory_order_acquire);
        check(data == 1, "the data came before the value");
      },
      [&] {
        data = 1;
        value.store(after, std::memory_order_release);
        value.notify_all();
      });
}

void announced_as_bool() {
  value_is_announced<bool>(false, true);
}
void announced_as_char() {
  value_is_announced<unsigned char>(0, 1);
}
void announced_as_int() {
  value_is_announced<int>(0, 1);
}
void announced_as_long() {
  value_is_announced<long>(0, 1);
}

void announced_as_pointer() {
  static int target = 0;
  value_is_announced<int*>(nullptr, &target);
}

void announced_as_struct() {
  struct Pair {
    int first;
    int second;
  };
  std::atomic<Pair> value = Pair{0, 0};
  together(
      [&] {
        value.wait(Pair{0, 0});
      },
      [&] {
        value.store(Pair{1, 2});
        value.notify_one();
      });
  check(value.load().second == 2, "stored whole");
}

void announced_by_flag() {
  std::atomic_flag flag;
  together([&] { flag.wait(false); },
           [&] {
             flag.test_and_set();
             flag.notify_one();
           });
}

void announced_in_relaxed_order() {
  std::atomic<int> value = 0;
  int data = 0;
  together(
      [&] {
        value.wait(0, std::memory_order_relaxed);
        check(data == 1, "the data came before the value");
      },
      [&] {
        data = 1;
        value.store(1, std::memory_order_relaxed);
        value.notify_all();
      });
}

void ping_pong() {
  std::atomic<int> ball = 0;
  const auto play = [&](int mine, int theirs) {
    for (int turn = 0; turn < 2; ++turn) {
      for (int seen = ball.load(); seen != mine; seen = ball.load())
        ball.wait(seen);
      ball.store(theirs);
      ball.notify_one();
    }
  };
  together([&] { play(0, 1); }, [&] { play(1, 0); });
}

void stored_but_not_announced() {
  std::atomic<int> value = 0;
  together([&] { value.wait(0); }, [&] { value.store(1); });
}

void announced_before_it_is_stored() {
  std::atomic<long> value = 0;
  together([&] { value.wait(0); },
           [&] {
             value.notify_one();
             value.store(1);
           });
}

void announced_to_one_of_two() {
  std::atomic<int> value = 0;
  const auto wait = [&] { value.wait(0); };
  together(wait, wait, [&] {
    value.store(1);
    value.notify_one();
  });
}

void announced_to_both() {
  std::atomic<int> value = 0;
  const auto wait = [&] { value.wait(0); };
  together(wait, wait, [&] {
    value.store(1);
    value.notify_all();
  });
}

// It changes and changes back: the waiter may see nothing at all.
void value_changes_back() {
  std::atomic<int> value = 0;
  together([&] { value.wait(0); },
           [&] {
             value.store(1);
             value.notify_all();
             value.store(0);
           });
}

void nobody_ever_stores() {
  std::atomic<int> value = 0;
  together([&] { value.wait(0); });
}

constexpr Program kPrograms[] = {
    clean("FlagLock", flag_lock),
    clean("ContentionLock", contention_lock),
    clean("ContentionLockWithThreeThreads", contention_lock_with_three_threads),
    broken("LockThatForgetsToNotify", lock_that_forgets_to_notify, Finding::lost_wakeup),
    broken("LockThatDoesNotLookAgain", lock_that_does_not_look_again, Finding::race),
    clean("FutexMutex2", futex_mutex2),
    clean("FutexMutex", futex_mutex),
    broken("FutexMutexForgetful", futex_mutex_forgetful, Finding::lost_wakeup),
    exhausted("AnnouncedAsBool", announced_as_bool),
    exhausted("AnnouncedAsChar", announced_as_char),
    exhausted("AnnouncedAsInt", announced_as_int),
    exhausted("AnnouncedAsLong", announced_as_long),
    exhausted("AnnouncedAsPointer", announced_as_pointer),
    exhausted("AnnouncedAsStruct", announced_as_struct),
    exhausted("AnnouncedByFlag", announced_by_flag),
    broken("AnnouncedInRelaxedOrder", announced_in_relaxed_order, Finding::race),
    clean("PingPong", ping_pong),
    broken("StoredButNotAnnounced", stored_but_not_announced, Finding::lost_wakeup),
    stuck("AnnouncedBeforeItIsStored", announced_before_it_is_stored),
    broken("AnnouncedToOneOfTwo", announced_to_one_of_two, Finding::lost_wakeup),
    exhausted("AnnouncedToBoth", announced_to_both),
    stuck("ValueChangesBack", value_changes_back),
    broken("NobodyEverStores", nobody_ever_stores, Finding::deadlock),
    clean("FlagAndWaiters", flag_and_waiters),
    broken("FlagAndWaitersWeak", flag_and_waiters_weak, Finding::lost_wakeup),
};

}  // namespace

std::span<const Program> atomic_waits() {
  return kPrograms;
}

}  // namespace explorer::litmus
