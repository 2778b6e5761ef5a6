// std::mutex, recursive_mutex, timed_mutex, recursive_timed_mutex; lock_guard, unique_lock,
// scoped_lock.
#include <mutex>

#include <atomic>
#include <chrono>
#include <memory>
#include <system_error>

#include "explorer/litmus/classics.hpp"
#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

using namespace std::chrono_literals;

struct NoMutex {
  void lock() {}
  void unlock() {}
};

void counter_under_a_mutex() {
  count_under<std::mutex>(2, 2);
}
void counter_under_a_mutex_with_three_threads() {
  count_under<std::mutex>(3, 1);
}
void counter_under_no_mutex() {
  count_under<NoMutex>(2, 1);
}
void counter_under_a_recursive_mutex() {
  count_under<std::recursive_mutex>(2, 2);
}
void counter_under_a_timed_mutex() {
  count_under<std::timed_mutex>(2, 2);
}

void one_thread_forgets_the_mutex() {
  std::mutex mutex;
  int count = 0;
  together(
      [&] {
        const std::lock_guard lock(mutex);
        ++count;
      },
      [&] { ++count; });
}

void two_mutexes_for_one_counter() {
  std::mutex first;
  std::mutex second;
  int count = 0;
  const auto add_under = [&](std::mutex& mutex) {
    const std::lock_guard lock(mutex);
    ++count;
  };
  together([&] { add_under(first); }, [&] { add_under(second); });
}

void philosophers_with_one_left_handed() {
  std::mutex forks[3];
  in_threads(3, [&](int seat) {
    const int left = seat;
    const int right = (seat + 1) % 3;
    const std::lock_guard lower(forks[left < right ? left : right]);
    const std::lock_guard higher(forks[left < right ? right : left]);
  });
}

void scoped_lock_takes_two_in_any_order() {
  std::mutex first;
  std::mutex second;
  int count = 0;
  together(
      [&] {
        const std::scoped_lock lock(first, second);
        ++count;
      },
      [&] {
        const std::scoped_lock lock(second, first);
        ++count;
      });
  check(count == 2, "both were in");
}

void try_lock_and_mind_the_answer() {
  std::mutex mutex;
  int count = 0;
  const auto add_if_free = [&] {
    const std::unique_lock lock(mutex, std::try_to_lock);
    if (lock.owns_lock()) ++count;
  };
  together(add_if_free, add_if_free);
  check(count == 1 || count == 2, "at least one got in");
}

// The race comes first in most schedules; nothing but the unlock is wrong here.
void try_lock_and_unlock_whatever_it_said() {
  std::mutex mutex;
  const auto visit = [&] {
    static_cast<void>(mutex.try_lock());
    mutex.unlock();
  };
  together(visit, visit);
}

// It fails only between the other's try_lock and its unlock, which are two steps for that reason.
void try_lock_meets_try_lock() {
  std::mutex mutex;
  std::atomic<int> refused = 0;
  const auto visit = [&] {
    if (mutex.try_lock())
      mutex.unlock();
    else
      ++refused;
  };
  together(visit, visit);
  check(refused == 0, "neither was turned away");
}

void try_lock_and_go_in_whatever_it_said() {
  std::mutex mutex;
  int count = 0;
  const auto visit = [&] {
    const bool locked = mutex.try_lock();
    ++count;
    if (locked) mutex.unlock();
  };
  together(visit, visit);
}

void recursive_mutex_is_taken_again_by_its_owner() {
  std::recursive_mutex mutex;
  int count = 0;
  const auto add_twice = [&] {
    const std::lock_guard outer(mutex);
    ++count;
    const std::lock_guard inner(mutex);
    ++count;
  };
  together(add_twice, add_twice);
  check(count == 4, "every increment counts");
}

void recursive_mutex_is_unlocked_once_too_often() {
  std::recursive_mutex mutex;
  mutex.lock();
  mutex.unlock();
  mutex.unlock();
}

void recursive_mutex_is_unlocked_once_too_seldom() {
  std::recursive_mutex mutex;
  mutex.lock();
  mutex.lock();
  together([&] { const std::lock_guard lock(mutex); }, [] {});
  mutex.unlock();
  mutex.unlock();
}

void relocked_by_its_owner() {
  std::mutex mutex;
  const std::lock_guard outer(mutex);
  const std::lock_guard inner(mutex);
}

void unlocked_by_another_thread() {
  std::mutex mutex;
  mutex.lock();
  together([&] { mutex.unlock(); });
}

void unlocked_while_free() {
  std::mutex mutex;
  mutex.unlock();
}

void unlocked_twice() {
  std::mutex mutex;
  mutex.lock();
  mutex.unlock();
  mutex.unlock();
}

void thread_ends_with_the_mutex() {
  std::mutex mutex;
  together([&] { mutex.lock(); });
}

void next_thread_waits_for_one_that_ended() {
  std::mutex mutex;
  const auto lock = [&] { mutex.lock(); };
  together(lock, lock);
}

void deleted_while_locked() {
  auto mutex = std::make_unique<std::mutex>();
  mutex->lock();
  mutex.reset();
}

void unique_lock_says_what_it_cannot_do() {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  int refusals = 0;
  try {
    lock.lock();
  } catch (const std::system_error&) {
    ++refusals;
  }
  lock.unlock();
  try {
    lock.unlock();
  } catch (const std::system_error&) {
    ++refusals;
  }
  check(refusals == 2, "both were refused");
}

void timed_mutex_gives_up() {
  std::timed_mutex mutex;
  mutex.lock();
  together([&] {
    const auto begin = std::chrono::steady_clock::now();
    check(!mutex.try_lock_for(5ms), "nobody unlocks it");
    check(std::chrono::steady_clock::now() - begin >= 5ms, "it waited as long as it was told");
  });
  mutex.unlock();
}

void timed_mutex_is_free_in_time() {
  std::timed_mutex mutex;
  together(
      [&] {
        const std::lock_guard lock(mutex);
        std::this_thread::sleep_for(10ms);
      },
      [&] {
        check(mutex.try_lock_until(std::chrono::steady_clock::now() + 1h), "free within the hour");
        mutex.unlock();
      });
}

void timed_mutex_may_give_up_at_any_moment() {
  std::timed_mutex mutex;
  int count = 0;
  const auto add = [&] {
    if (!mutex.try_lock_for(1ms)) return;
    ++count;
    mutex.unlock();
  };
  together(add, add);
  check(count >= 1, "one of them got in");
}

// An expired wait is taken for a lock.
void timed_mutex_whose_answer_is_ignored() {
  std::timed_mutex mutex;
  const auto visit = [&] {
    static_cast<void>(mutex.try_lock_for(1ms));
    std::this_thread::sleep_for(1s);
    mutex.unlock();
  };
  together(visit, visit);
}

void recursive_timed_mutex_counts() {
  std::recursive_timed_mutex mutex;
  int count = 0;
  const auto add = [&] {
    const std::lock_guard outer(mutex);
    const std::unique_lock inner(mutex, 1ms);
    check(inner.owns_lock(), "its owner never waits");
    ++count;
  };
  together(add, add);
  check(count == 2, "both were in");
}

constexpr Program kPrograms[] = {
    exhausted("CounterUnderAMutex", counter_under_a_mutex),
    exhausted("CounterUnderAMutexWithThreeThreads", counter_under_a_mutex_with_three_threads),
    broken("CounterUnderNoMutex", counter_under_no_mutex, Finding::race),
    exhausted("CounterUnderARecursiveMutex", counter_under_a_recursive_mutex),
    exhausted("CounterUnderATimedMutex", counter_under_a_timed_mutex),
    broken("OneThreadForgetsTheMutex", one_thread_forgets_the_mutex, Finding::race),
    broken("TwoMutexesForOneCounter", two_mutexes_for_one_counter, Finding::race),
    exhausted("LockOrder", lock_order),
    broken("LockOrderCrossed", lock_order_crossed, Finding::deadlock),
    broken("Philosophers", philosophers, Finding::deadlock),
    exhausted("PhilosophersWithOneLeftHanded", philosophers_with_one_left_handed),
    clean("ScopedLockTakesTwoInAnyOrder", scoped_lock_takes_two_in_any_order),
    exhausted("TryLockAndMindTheAnswer", try_lock_and_mind_the_answer),
    broken("TryLockAndUnlockWhateverItSaid", try_lock_and_unlock_whatever_it_said, Finding::misuse),
    broken("TryLockMeetsTryLock", try_lock_meets_try_lock, Finding::check_failed),
    broken("TryLockAndGoInWhateverItSaid", try_lock_and_go_in_whatever_it_said, Finding::race),
    exhausted("RecursiveMutexIsTakenAgainByItsOwner", recursive_mutex_is_taken_again_by_its_owner),
    broken("RecursiveMutexIsUnlockedOnceTooOften", recursive_mutex_is_unlocked_once_too_often,
           Finding::misuse),
    broken("RecursiveMutexIsUnlockedOnceTooSeldom", recursive_mutex_is_unlocked_once_too_seldom,
           Finding::deadlock),
    broken("RelockedByItsOwner", relocked_by_its_owner, Finding::deadlock),
    broken("UnlockedByAnotherThread", unlocked_by_another_thread, Finding::misuse),
    broken("UnlockedWhileFree", unlocked_while_free, Finding::misuse),
    broken("UnlockedTwice", unlocked_twice, Finding::misuse),
    broken("ThreadEndsWithTheMutex", thread_ends_with_the_mutex, Finding::misuse),
    broken("NextThreadWaitsForOneThatEnded", next_thread_waits_for_one_that_ended, Finding::misuse),
    broken("DeletedWhileLocked", deleted_while_locked, Finding::misuse),
    exhausted("UniqueLockSaysWhatItCannotDo", unique_lock_says_what_it_cannot_do),
    clean("TimedMutexGivesUp", timed_mutex_gives_up),
    punctual("TimedMutexIsFreeInTime", timed_mutex_is_free_in_time),
    clean("TimedMutexMayGiveUpAtAnyMoment", timed_mutex_may_give_up_at_any_moment),
    broken("TimedMutexWhoseAnswerIsIgnored", timed_mutex_whose_answer_is_ignored, Finding::misuse),
    clean("RecursiveTimedMutexCounts", recursive_timed_mutex_counts),
};

}  // namespace

std::span<const Program> mutexes() {
  return kPrograms;
}

}  // namespace explorer::litmus
