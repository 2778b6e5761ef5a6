// Locks that spin: correct ones, none of which yields, and broken ones; and loops that never end.
#include <atomic>
#include <thread>

#include "explorer/litmus/classics.hpp"
#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kAcquire = std::memory_order_acquire;
constexpr auto kRelease = std::memory_order_release;

class FlagLock {
 public:
  void lock() {
    while (flag_.test_and_set(kAcquire)) {
    }
  }
  void unlock() { flag_.clear(kRelease); }

 private:
  std::atomic_flag flag_;
};

// Looks until it seems free, and only then writes.
class LookFirstLock {
 public:
  void lock() {
    do {
      while (held_.load(kRelaxed)) {
      }
    } while (held_.exchange(true, kAcquire));
  }
  void unlock() { held_.store(false, kRelease); }

 private:
  std::atomic<bool> held_ = false;
};

class WeakExchangeLock {
 public:
  void lock() {
    bool expected = false;
    while (!held_.compare_exchange_weak(expected, true, kAcquire, kRelaxed))
      expected = false;
  }
  void unlock() { held_.store(false, kRelease); }

 private:
  std::atomic<bool> held_ = false;
};

// Clang's calls into the sanitizer do not tell a weak exchange from a strong one.
#ifdef __clang__
constexpr Finding kWeakFailureShows = Finding::none;
#else
constexpr Finding kWeakFailureShows = Finding::check_failed;
#endif

// A weak exchange may fail although the lock is free.
class OneTryLock {
 public:
  bool try_lock() {
    bool expected = false;
    return held_.compare_exchange_weak(expected, true, kAcquire, kRelaxed);
  }
  void unlock() { held_.store(false, kRelease); }

 private:
  std::atomic<bool> held_ = false;
};

void one_weak_try() {
  OneTryLock lock;
  check(lock.try_lock(), "a free lock can be taken");
  lock.unlock();
}

class TicketLock {
 public:
  void lock() {
    const unsigned ticket = next_.fetch_add(1, kRelaxed);
    while (serving_.load(kAcquire) != ticket) {
    }
  }
  void unlock() { serving_.store(serving_.load(kRelaxed) + 1, kRelease); }

 private:
  std::atomic<unsigned> next_ = 0;
  std::atomic<unsigned> serving_ = 0;
};

// Two threads can draw the same number.
class CarelessTicketLock {
 public:
  void lock() {
    const unsigned ticket = next_.load();
    next_.store(ticket + 1);
    while (serving_.load() != ticket) {
    }
  }
  void unlock() { serving_.store(serving_.load() + 1); }

 private:
  std::atomic<unsigned> next_ = 0;
  std::atomic<unsigned> serving_ = 0;
};

struct Node {
  std::atomic<Node*> next = nullptr;
  std::atomic<bool> locked = false;
};

// Each waits on a node of its own (Mellor-Crummey and Scott).
template <std::memory_order hand_over>
class McsLock {
 public:
  void lock(Node& node) {
    node.next.store(nullptr, kRelaxed);
    node.locked.store(true, kRelaxed);
    Node* const before = tail_.exchange(&node, std::memory_order_acq_rel);
    if (before == nullptr) return;
    before->next.store(&node, kRelease);
    while (node.locked.load(kAcquire)) {
    }
  }

  void unlock(Node& node) {
    Node* next = node.next.load(kAcquire);
    if (next == nullptr) {
      Node* self = &node;
      if (tail_.compare_exchange_strong(self, nullptr, kRelease, kRelaxed)) return;
      do {
        next = node.next.load(kAcquire);
      } while (next == nullptr);
    }
    next->locked.store(false, hand_over);
  }

 private:
  std::atomic<Node*> tail_ = nullptr;
};

template <std::memory_order hand_over>
void mcs_lock() {
  McsLock<hand_over> lock;
  int count = 0;
  in_threads(2, [&](int) {
    Node node;
    for (int section = 0; section < 2; ++section) {
      lock.lock(node);
      ++count;
      lock.unlock(node);
    }
  });
  check(count == 4, "every section counts");
}

// Each waits on the node of the one before (Craig, Landin and Hagersten).
void clh_lock() {
  Node nodes[3];
  std::atomic<Node*> tail = &nodes[2];
  int count = 0;
  in_threads(2, [&](int index) {
    Node* const mine = &nodes[index];
    mine->locked.store(true, kRelaxed);
    Node* const before = tail.exchange(mine, std::memory_order_acq_rel);
    while (before->locked.load(kAcquire)) {
    }
    ++count;
    mine->locked.store(false, kRelease);
  });
  check(count == 2, "every section counts");
}

void dekker() {
  std::atomic<bool> wants[2] = {false, false};
  std::atomic<int> turn = 0;
  int count = 0;
  in_threads(2, [&](int me) {
    const int other = 1 - me;
    wants[me].store(true);
    while (wants[other].load()) {
      if (turn.load() == me) continue;
      wants[me].store(false);
      while (turn.load() != me) {
      }
      wants[me].store(true);
    }
    ++count;
    turn.store(other);
    wants[me].store(false);
  });
  check(count == 2, "every section counts");
}

// Raises the flag too late: both can find the other's down.
void peterson_with_the_flag_after_the_look() {
  std::atomic<bool> inside[2] = {false, false};
  int count = 0;
  in_threads(2, [&](int me) {
    while (inside[1 - me].load()) {
    }
    inside[me].store(true);
    ++count;
    inside[me].store(false);
  });
}

void waits_for_what_never_comes() {
  const std::atomic<int> never = 0;
  while (never.load() == 0) {
  }
}

void yields_for_what_never_comes() {
  const std::atomic<int> never = 0;
  while (never.load() == 0)
    std::this_thread::yield();
}

void two_wait_for_each_other() {
  std::atomic<int> first = 0;
  std::atomic<int> second = 0;
  together(
      [&] {
        while (second.load() == 0) {
        }
        first.store(1);
      },
      [&] {
        while (first.load() == 0)
          std::this_thread::yield();
        second.store(1);
      });
}

void unlock_is_forgotten() {
  FlagLock lock;
  in_threads(2, [&](int) { lock.lock(); });
}

// Every step changes something, and still it gets nowhere.
void counts_for_ever() {
  std::atomic<unsigned> count = 0;
  while (count.fetch_add(1) != 1u << 31) {
  }
}

void plain_flag_is_spun_on() {
  volatile bool done = false;
  together(
      [&] {
        while (!done) {
        }
      },
      [&] { done = true; });
}

void flag_lock() {
  count_under<FlagLock>(2, 3);
}
void flag_lock_with_three_threads() {
  count_under<FlagLock>(3, 1);
}
void look_first_lock() {
  count_under<LookFirstLock>(2, 2);
}
void weak_exchange_lock() {
  count_under<WeakExchangeLock>(2, 2);
}
void ticket_lock() {
  count_under<TicketLock>(2, 2);
}
void ticket_lock_with_three_threads() {
  count_under<TicketLock>(3, 1);
}
void careless_ticket_lock() {
  count_under<CarelessTicketLock>(2, 1);
}

// Spins for a while, then sleeps until it is woken: by the mark that `kAsleep` leaves in the word.
template <int kAsleep>
class SpinThenSleepLock {
 public:
  void lock() {
    for (int polls = 0; polls < 1000; ++polls) {
      int expected = 0;
      if (word_.compare_exchange_strong(expected, 1)) return;
    }
    while (word_.exchange(kAsleep) != 0)
      word_.wait(kAsleep);
  }
  void unlock() {
    if (word_.exchange(0) == 2) word_.notify_one();
  }

 private:
  std::atomic<int> word_ = 0;
};

void spin_then_sleep_lock() {
  count_under<SpinThenSleepLock<2>>(2, 1);
}

void spin_then_sleep_unmarked() {
  count_under<SpinThenSleepLock<1>>(2, 1);
}

constexpr Program kPrograms[] = {
    exhausted("TasLock", tas_lock),
    broken("NaiveLock", naive_lock, Finding::race),
    broken("RelaxedLock", relaxed_lock, Finding::race),
    clean("FlagLock", flag_lock),
    clean("FlagLockWithThreeThreads", flag_lock_with_three_threads),
    clean("LookFirstLock", look_first_lock),
    clean("WeakExchangeLock", weak_exchange_lock),
    broken("OneWeakTry", one_weak_try, kWeakFailureShows),
    clean("TicketLock", ticket_lock),
    clean("TicketLockWithThreeThreads", ticket_lock_with_three_threads),
    broken("CarelessTicketLock", careless_ticket_lock, Finding::race, Finding::livelock),
    clean("McsLock", mcs_lock<kRelease>),
    broken("McsLockThatHandsOverInRelaxedOrder", mcs_lock<kRelaxed>, Finding::race),
    clean("ClhLock", clh_lock),
    exhausted("SpinThenSleepLock", spin_then_sleep_lock),
    stuck("SpinThenSleepUnmarked", spin_then_sleep_unmarked),
    exhausted("Peterson", peterson),
    broken("PetersonAcquire", peterson_acquire, Finding::race),
    clean("Dekker", dekker),
    broken("PetersonWithTheFlagAfterTheLook", peterson_with_the_flag_after_the_look, Finding::race),
    broken("WaitsForWhatNeverComes", waits_for_what_never_comes, Finding::livelock),
    broken("YieldsForWhatNeverComes", yields_for_what_never_comes, Finding::livelock),
    broken("TwoWaitForEachOther", two_wait_for_each_other, Finding::livelock),
    broken("UnlockIsForgotten", unlock_is_forgotten, Finding::livelock),
    broken("CountsForEver", counts_for_ever, Finding::livelock),
    broken("PlainFlagIsSpunOn", plain_flag_is_spun_on, Finding::race),
};

}  // namespace

std::span<const Program> spin_locks() {
  return kPrograms;
}

}  // namespace explorer::litmus
