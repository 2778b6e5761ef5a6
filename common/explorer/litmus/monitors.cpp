// What students build from a mutex and a condition variable: queues, semaphores, barriers, events,
// re-entrant locks.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "explorer/litmus/classics.hpp"
#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

enum class Wake : bool { one, all };
enum class Wait : bool { once, in_a_loop };

template <Wait waiting, Wake waking>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  void put(int item) {
    std::unique_lock lock(mutex_);
    wait_until(changed_, lock, [&] { return items_.size() < capacity_; });
    items_.push_back(item);
    wake();
  }

  int get() {
    std::unique_lock lock(mutex_);
    wait_until(changed_, lock, [&] { return !items_.empty(); });
    check(!items_.empty(), "there is an item");
    const int item = items_.front();
    items_.pop_front();
    wake();
    return item;
  }

 private:
  template <class Predicate>
  static void wait_until(std::condition_variable& changed, std::unique_lock<std::mutex>& lock,
                         Predicate predicate) {
    if constexpr (waiting == Wait::in_a_loop) {
      changed.wait(lock, predicate);
    } else if (!predicate()) {
      changed.wait(lock);
    }
  }

  void wake() {
    if constexpr (waking == Wake::all) {
      changed_.notify_all();
    } else {
      changed_.notify_one();
    }
  }

  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable changed_;  // one for both directions
  std::deque<int> items_;
};

template <class Queue>
void pass_items(int pairs, int items) {
  Queue queue(1);
  int sums[4] = {};
  in_threads(2 * pairs, [&](int index) {
    for (int item = 1; item <= items; ++item) {
      if (index < pairs) {
        queue.put(item);
      } else {
        sums[index] += queue.get();
      }
    }
  });
  int sum = 0;
  for (const int part : sums)
    sum += part;
  check(sum == pairs * items * (items + 1) / 2, "every item arrives once");
}

void queue_with_one_pair() {
  pass_items<BoundedQueue<Wait::in_a_loop, Wake::one>>(1, 3);
}
void queue_with_two_pairs() {
  pass_items<BoundedQueue<Wait::in_a_loop, Wake::all>>(2, 2);
}
void queue_that_waits_once() {
  pass_items<BoundedQueue<Wait::once, Wake::all>>(2, 2);
}

// Producers and consumers share the condition: the one notification can go to the wrong side.
void queue_that_wakes_the_wrong_side() {
  pass_items<BoundedQueue<Wait::in_a_loop, Wake::one>>(2, 2);
}

void barrier_for_three_rounds() {
  std::mutex mutex;
  std::condition_variable complete;
  int arrived = 0;
  int round = 0;
  in_threads(3, [&](int) {
    for (int rounds = 0; rounds < 3; ++rounds) {
      std::unique_lock lock(mutex);
      const int mine = round;
      if (++arrived == 3) {
        arrived = 0;
        ++round;
        complete.notify_all();
      } else {
        complete.wait(lock, [&] { return round != mine; });
      }
    }
  });
  check(round == 3, "three rounds");
}

// A thread of the round before is let through by the next one.
void barrier_that_a_fast_thread_slips_through() {
  std::mutex mutex;
  std::condition_variable complete;
  int arrived = 0;
  int inside[2] = {};
  in_threads(2, [&](int) {
    for (int& count : inside) {
      std::unique_lock lock(mutex);
      ++count;
      if (++arrived % 2 == 0) complete.notify_all();
      while (arrived < 2)
        complete.wait(lock);
      check(count == 2, "nobody leaves a round that is not complete");
    }
  });
}

// An event that is cleared at once: who was waiting must be let go all the same.
void event_cleared_at_once(bool counts_settings) {
  std::mutex mutex;
  std::condition_variable changed;
  bool set = false;
  int settings = 0;
  std::thread waiter([&] {
    std::unique_lock lock(mutex);
    const int seen = settings;
    changed.wait(lock, [&] { return set || (counts_settings && settings != seen); });
  });
  settle();
  {
    const std::lock_guard lock(mutex);
    set = true;
    ++settings;
    changed.notify_all();
  }
  {
    const std::lock_guard lock(mutex);
    set = false;
  }
  waiter.join();
}

void event_that_counts_its_settings() {
  event_cleared_at_once(true);
}
void event_that_knows_only_its_flag() {
  event_cleared_at_once(false);
}

void rlock_relocked_by_self_without_owner() {
  std::mutex mutex;
  const auto enter_twice = [&] {
    const std::lock_guard outer(mutex);
    const std::lock_guard inner(mutex);
  };
  together(enter_twice, enter_twice);
}

// Tasks that come before the stop must run; the stop is part of what the workers wait for.
template <Wake waking>
void pool_is_stopped() {
  std::mutex mutex;
  std::condition_variable changed;
  int tasks = 0;
  int done = 0;
  bool stopped = false;
  const auto work = [&](int) {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [&] { return stopped || tasks > 0; });
      if (tasks == 0) return;
      --tasks;
      ++done;
    }
  };
  std::thread first(work, 0);
  std::thread second(work, 1);
  {
    const std::lock_guard lock(mutex);
    tasks = 2;
    stopped = true;
    if constexpr (waking == Wake::all) {
      changed.notify_all();
    } else {
      changed.notify_one();
    }
  }
  first.join();
  second.join();
  check(done == 2, "every task ran");
}

constexpr Program kPrograms[] = {
    exhausted("QueueWithOnePair", queue_with_one_pair),
    clean("QueueWithTwoPairs", queue_with_two_pairs),
    broken("QueueThatWaitsOnce", queue_that_waits_once, Finding::check_failed),
    stuck("QueueThatWakesTheWrongSide", queue_that_wakes_the_wrong_side),
    exhausted("Queue3", queue3),
    broken("Queue3If", queue3_if, Finding::check_failed),
    clean("Queue4", queue4),
    broken("Queue4If", queue4_if, Finding::check_failed),
    exhausted("Semaphore", semaphore),
    stuck("SemaphoreAtZero", semaphore_at_zero),
    exhausted("Barrier", barrier),
    stuck("BarrierWithoutGeneration", barrier_without_generation),
    clean("BarrierForThreeRounds", barrier_for_three_rounds),
    broken("BarrierThatAFastThreadSlipsThrough", barrier_that_a_fast_thread_slips_through,
           Finding::check_failed),
    exhausted("EventThatCountsItsSettings", event_that_counts_its_settings),
    broken("EventThatKnowsOnlyItsFlag", event_that_knows_only_its_flag, Finding::lost_wakeup),
    exhausted("RLock", rlock),
    broken("RLockLateOwner", rlock_late_owner, Finding::race, Finding::deadlock),
    broken("RLockRelockedBySelfWithoutOwner", rlock_relocked_by_self_without_owner,
           Finding::deadlock),
    exhausted("PoolIsStopped", pool_is_stopped<Wake::all>),
    stuck("PoolIsStoppedForOneWorker", pool_is_stopped<Wake::one>),
};

}  // namespace

std::span<const Program> monitors() {
  return kPrograms;
}

}  // namespace explorer::litmus
