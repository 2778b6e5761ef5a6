// common/threading/futex.hpp: what the labs' locks are built from.
#include "threading/futex.hpp"

#include <atomic>
#include <chrono>
#include <memory>

#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

using namespace std::chrono_literals;
using threading::futex_wait;
using threading::futex_wake;
using Word = std::atomic<std::uint32_t>;

// 0 free, 1 held, 2 held and perhaps waited for.
class FutexLock {
 public:
  void lock() {
    std::uint32_t seen = 0;
    if (word_.compare_exchange_strong(seen, 1, std::memory_order_acquire)) return;
    while (word_.exchange(2, std::memory_order_acquire) != 0)
      futex_wait(word_, 2);
  }

  bool lock_for(threading::Duration patience) {
    const threading::Deadline deadline(patience);
    std::uint32_t seen = 0;
    if (word_.compare_exchange_strong(seen, 1, std::memory_order_acquire)) return true;
    while (word_.exchange(2, std::memory_order_acquire) != 0)
      if (!futex_wait(word_, 2, deadline.left())) return false;
    return true;
  }

  void unlock() {
    if (word_.exchange(0, std::memory_order_release) == 2) futex_wake(word_, 1);
  }

 private:
  Word word_ = 0;
};

// Wakes only where the word is still 2 after the store: reads what the next owner wrote.
class LateLookLock {
 public:
  void lock() {
    std::uint32_t seen = 0;
    if (word_.compare_exchange_strong(seen, 1)) return;
    while (word_.exchange(2) != 0)
      futex_wait(word_, 2);
  }
  void unlock() {
    const bool contended = word_.load() == 2;
    word_.store(0);
    if (contended) futex_wake(word_, 1);
  }

 private:
  Word word_ = 0;
};

class RelaxedFutexLock {
 public:
  void lock() {
    while (word_.exchange(2, std::memory_order_acquire) != 0)
      futex_wait(word_, 2);
  }
  void unlock() {
    word_.store(0, std::memory_order_relaxed);
    futex_wake(word_, 1);
  }

 private:
  Word word_ = 0;
};

void futex_lock() {
  count_under<FutexLock>(2, 2);
}
void futex_lock_with_three_threads() {
  count_under<FutexLock>(3, 1);
}
void lock_that_looks_before_it_stores() {
  count_under<LateLookLock>(2, 1);
}
void lock_that_unlocks_in_relaxed_order() {
  count_under<RelaxedFutexLock>(2, 1);
}

void timed_lock_gives_up() {
  FutexLock lock;
  lock.lock();
  together([&] {
    const auto begin = threading::Deadline::Clock::now();
    check(!lock.lock_for(5ms), "nobody unlocks it");
    check(threading::Deadline::Clock::now() - begin >= 5ms, "it waited as long as it was told");
  });
  lock.unlock();
}

void timed_lock_at_any_moment() {
  FutexLock lock;
  int count = 0;
  const auto add = [&] {
    if (!lock.lock_for(1ms)) return;
    ++count;
    lock.unlock();
  };
  together(add, add);
  check(count >= 1, "one of them got in");
}

void word_changes_before_the_sleep() {
  Word word = 0;
  together(
      [&] {
        while (word.load() == 0)
          futex_wait(word, 0);
      },
      [&] {
        word.store(1);
        futex_wake(word, threading::kEveryone);
      });
}

// Reads the word again to say what it expects: the change that it waits for may be in it.
void expects_what_it_has_just_read() {
  Word word = 0;
  together(
      [&] {
        if (word.load() == 0) futex_wait(word, word.load());
      },
      [&] {
        word.store(1);
        futex_wake(word, 1);
      });
}

void wakes_before_it_stores() {
  Word word = 0;
  together(
      [&] {
        while (word.load() == 0)
          futex_wait(word, 0);
      },
      [&] {
        futex_wake(word, 1);
        word.store(1);
      });
}

void wakes_one_of_two() {
  Word word = 0;
  const auto wait = [&] {
    while (word.load() == 0)
      futex_wait(word, 0);
  };
  together(wait, wait, [&] {
    word.store(1);
    futex_wake(word, 1);
  });
}

void return_is_taken_for_the_news() {
  Word word = 0;
  together(
      [&] {
        if (word.load() == 0) futex_wait(word, 0);
        check(word.load() == 1, "woken, so the word has changed");
      },
      [&] {
        word.store(1);
        futex_wake(word, 1);
      });
}

void timeout_without_a_waker() {
  Word word = 0;
  while (futex_wait(word, 0, 3s)) {
  }
  check(threading::Deadline::Clock::now().time_since_epoch() >= 3s, "three seconds went by");
}

void wake_orders_nothing() {
  Word word = 0;
  int data = 0;
  together(
      [&] {
        while (word.load(std::memory_order_relaxed) == 0)
          futex_wait(word, 0);
        check(data == 1, "the data came before the word");
      },
      [&] {
        data = 1;
        word.store(1, std::memory_order_relaxed);
        futex_wake(word, 1);
      });
}

void word_is_gone_when_it_is_woken() {
  auto word = std::make_unique<Word>(0);
  std::thread waker([&word = *word] {
    word.store(1);
    futex_wake(word, 1);
  });
  while (word->load() == 0)
    futex_wait(*word, 0);
  word.reset();
  waker.join();
}

void word_is_gone_when_it_is_stored() {
  auto word = std::make_unique<Word>(0);
  std::thread waker([&word = *word] {
    word.store(1);
    word.store(2);
  });
  while (word->load() == 0)
    futex_wait(*word, 0, 1ms);
  word.reset();
  waker.join();
}

constexpr Program kPrograms[] = {
    clean("FutexLock", futex_lock),
    clean("FutexLockWithThreeThreads", futex_lock_with_three_threads),
    broken("LockThatLooksBeforeItStores", lock_that_looks_before_it_stores, Finding::lost_wakeup),
    broken("LockThatUnlocksInRelaxedOrder", lock_that_unlocks_in_relaxed_order, Finding::race),
    clean("TimedLockGivesUp", timed_lock_gives_up),
    clean("TimedLockAtAnyMoment", timed_lock_at_any_moment),
    exhausted("WordChangesBeforeTheSleep", word_changes_before_the_sleep),
    broken("ExpectsWhatItHasJustRead", expects_what_it_has_just_read, Finding::lost_wakeup),
    broken("WakesBeforeItStores", wakes_before_it_stores, Finding::lost_wakeup),
    broken("WakesOneOfTwo", wakes_one_of_two, Finding::lost_wakeup),
    broken("ReturnIsTakenForTheNews", return_is_taken_for_the_news, Finding::check_failed),
    clean("TimeoutWithoutAWaker", timeout_without_a_waker),
    broken("WakeOrdersNothing", wake_orders_nothing, Finding::race),
    clean("WordIsGoneWhenItIsWoken", word_is_gone_when_it_is_woken),
    broken("WordIsGoneWhenItIsStored", word_is_gone_when_it_is_stored, Finding::use_after_free),
};

}  // namespace

std::span<const Program> futexes() {
  return kPrograms;
}

}  // namespace explorer::litmus
