// std::condition_variable, condition_variable_any, notify_all_at_thread_exit.
#include <condition_variable>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <shared_mutex>

#include "explorer/litmus/classics.hpp"
#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

using namespace std::chrono_literals;

// What two threads need to tell each other that something is ready.
struct Ready {
  std::mutex mutex;
  std::condition_variable changed;
  bool ready = false;

  void set() {
    const std::lock_guard lock(mutex);
    ready = true;
    changed.notify_one();
  }
};

void wait_with_a_predicate() {
  Ready state;
  together(
      [&] {
        std::unique_lock lock(state.mutex);
        state.changed.wait(lock, [&] { return state.ready; });
        check(state.ready, "the predicate holds");
      },
      [&] { state.set(); });
}

void notify_after_unlocking() {
  Ready state;
  together(
      [&] {
        std::unique_lock lock(state.mutex);
        state.changed.wait(lock, [&] { return state.ready; });
      },
      [&] {
        {
          const std::lock_guard lock(state.mutex);
          state.ready = true;
        }
        state.changed.notify_one();
      });
}

// The flag can be set, and the notification gone, between the look and the wait.
void look_then_lock_again_to_wait() {
  Ready state;
  together(
      [&] {
        {
          const std::lock_guard lock(state.mutex);
          if (state.ready) return;
        }
        std::unique_lock lock(state.mutex);
        state.changed.wait(lock);
      },
      [&] { state.set(); });
}

void wait_without_looking() {
  Ready state;
  together(
      [&] {
        std::unique_lock lock(state.mutex);
        state.changed.wait(lock);
      },
      [&] { state.set(); });
}

// Where nobody notifies early, only a wake-up for no reason shows the mistake.
void one_wait_is_taken_for_the_news() {
  Ready state;
  together(
      [&] {
        std::unique_lock lock(state.mutex);
        if (!state.ready) state.changed.wait(lock);
        check(state.ready, "it is ready after the wait");
      },
      [&] { state.set(); });
}

void nobody_notifies() {
  Ready state;
  together(
      [&] {
        std::unique_lock lock(state.mutex);
        state.changed.wait(lock, [&] { return state.ready; });
      },
      [&] {
        const std::lock_guard lock(state.mutex);
        state.ready = true;
      });
}

void nobody_even_sets_it() {
  Ready state;
  together([&] {
    std::unique_lock lock(state.mutex);
    state.changed.wait(lock, [&] { return state.ready; });
  });
}

void notify_one_where_two_wait() {
  Ready state;
  const auto wait = [&] {
    std::unique_lock lock(state.mutex);
    state.changed.wait(lock, [&] { return state.ready; });
  };
  together(wait, wait, [&] { state.set(); });
}

void notify_all_where_two_wait() {
  Ready state;
  const auto wait = [&] {
    std::unique_lock lock(state.mutex);
    state.changed.wait(lock, [&] { return state.ready; });
  };
  together(wait, wait, [&] {
    const std::lock_guard lock(state.mutex);
    state.ready = true;
    state.changed.notify_all();
  });
}

void flag_set_without_the_mutex() {
  Ready state;
  together(
      [&] {
        std::unique_lock lock(state.mutex);
        state.changed.wait(lock, [&] { return state.ready; });
      },
      [&] {
        state.ready = true;
        state.changed.notify_one();
      });
}

void waits_with_another_mutex_at_once() {
  std::mutex first;
  std::mutex second;
  std::condition_variable changed;
  const auto wait_with = [&](std::mutex& mutex) {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, 1h);
  };
  together([&] { wait_with(first); }, [&] { wait_with(second); });
}

void waits_without_the_mutex() {
  Ready state;
  together(
      [&] {
        std::unique_lock lock(state.mutex);
        state.mutex.unlock();
        state.changed.wait(lock, [&] { return state.ready; });
      },
      [&] { state.set(); });
}

void deleted_with_a_waiter() {
  std::mutex mutex;
  bool waits = false;
  auto changed = std::make_unique<std::condition_variable>();
  std::thread waiter([&] {
    std::unique_lock lock(mutex);
    waits = true;
    changed->wait(lock, [] { return false; });
  });
  settle();
  {
    const std::lock_guard lock(mutex);
    check(waits, "nothing else could run");
    changed.reset();
  }
  waiter.join();
}

void wait_for_gives_up() {
  Ready state;
  std::unique_lock lock(state.mutex);
  const auto begin = std::chrono::steady_clock::now();
  check(!state.changed.wait_for(lock, 1000s, [&] { return state.ready; }), "nobody sets it");
  check(std::chrono::steady_clock::now() - begin >= 1000s, "it waited as long as it was told");
}

void wait_until_on_the_wall_clock() {
  Ready state;
  std::unique_lock lock(state.mutex);
  const auto deadline = std::chrono::system_clock::now() + 100s;
  check(!state.changed.wait_until(lock, deadline, [] { return false; }), "nobody sets it");
  check(std::chrono::system_clock::now() >= deadline, "it waited as long as it was told");
}

void wait_for_is_notified_in_time() {
  Ready state;
  together(
      [&] {
        std::unique_lock lock(state.mutex);
        check(state.changed.wait_for(lock, 100ms, [&] { return state.ready; }), "ready in time");
      },
      [&] {
        std::this_thread::sleep_for(10ms);
        state.set();
      });
}

// A time-out is a return like any other: it says nothing about the flag.
void no_timeout_is_taken_for_the_news() {
  Ready state;
  together(
      [&] {
        std::unique_lock lock(state.mutex);
        const std::cv_status status = state.changed.wait_for(lock, 1h);
        check(status == std::cv_status::timeout || state.ready, "notified, so it is ready");
      },
      [&] { state.set(); });
}

// Looks at the clock before the tokens: gives up although it was the one to be notified.
void gives_up_with_the_notification() {
  std::mutex mutex;
  std::condition_variable changed;
  int tokens = 0;
  const auto take_within = [&](std::chrono::seconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    std::unique_lock lock(mutex);
    while (tokens == 0) {
      changed.wait_for(lock, patience);
      if (std::chrono::steady_clock::now() >= deadline) return;
    }
    --tokens;
  };
  const auto take = [&] {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return tokens > 0; });
    --tokens;
  };
  together([&] { take_within(1s); }, take,
           [&] {
             std::this_thread::sleep_for(1s);
             const std::lock_guard lock(mutex);
             ++tokens;
             changed.notify_one();
           });
}

void any_lock_will_do() {
  std::shared_mutex mutex;
  std::condition_variable_any changed;
  bool ready = false;
  together(
      [&] {
        std::shared_lock lock(mutex);
        changed.wait(lock, [&] { return ready; });
      },
      [&] {
        {
          const std::unique_lock lock(mutex);
          ready = true;
        }
        changed.notify_one();
      });
}

void any_gives_up() {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  check(!changed.wait_for(lock, 5ms, [] { return false; }), "nobody notifies");
  check(lock.owns_lock(), "locked again");
}

void notify_at_thread_exit() {
  Ready state;
  together(
      [&] {
        std::unique_lock lock(state.mutex);
        state.ready = true;
        std::notify_all_at_thread_exit(state.changed, std::move(lock));
      },
      [&] {
        std::unique_lock lock(state.mutex);
        state.changed.wait(lock, [&] { return state.ready; });
      });
}

// The flag is atomic and read without the mutex: the notify itself orders nothing.
void notify_orders_nothing() {
  std::mutex mutex;
  std::condition_variable changed;
  std::atomic<bool> ready = false;
  int data = 0;
  together(
      [&] {
        std::unique_lock lock(mutex);
        while (!ready.load(std::memory_order_relaxed))
          changed.wait_for(lock, 1h);
        check(data == 1, "the data came before the flag");
      },
      [&] {
        data = 1;
        ready.store(true, std::memory_order_relaxed);
        changed.notify_one();
      });
}

// Woken when half of the time is over, it waits for the whole of it again.
void starts_its_time_anew() {
  Ready never;
  std::atomic<bool> over = false;
  together(
      [&] {
        std::unique_lock lock(never.mutex);
        while (!never.ready && never.changed.wait_for(lock, 10ms) != std::cv_status::timeout) {
        }
        over = true;
      },
      [&] {
        settle();
        std::this_thread::sleep_for(12ms);
        settle();
        check(over, "ten milliseconds have gone by");
      });
}

constexpr Program kPrograms[] = {
    exhausted("WaitWithAPredicate", wait_with_a_predicate),
    exhausted("NotifyAfterUnlocking", notify_after_unlocking),
    broken("LookThenLockAgainToWait", look_then_lock_again_to_wait, Finding::lost_wakeup),
    broken("WaitWithoutLooking", wait_without_looking, Finding::lost_wakeup),
    broken("OneWaitIsTakenForTheNews", one_wait_is_taken_for_the_news, Finding::check_failed),
    broken("NobodyNotifies", nobody_notifies, Finding::deadlock),
    broken("NobodyEvenSetsIt", nobody_even_sets_it, Finding::deadlock),
    stuck("NotifyOneWhereTwoWait", notify_one_where_two_wait),
    exhausted("NotifyAllWhereTwoWait", notify_all_where_two_wait),
    broken("FlagSetWithoutTheMutex", flag_set_without_the_mutex, Finding::race),
    exhausted("Event", event),
    broken("EventWithoutLock", event_without_lock, Finding::lost_wakeup),
    broken("WaitsWithAnotherMutexAtOnce", waits_with_another_mutex_at_once, Finding::misuse),
    broken("WaitsWithoutTheMutex", waits_without_the_mutex, Finding::misuse),
    broken("DeletedWithAWaiter", deleted_with_a_waiter, Finding::misuse),
    clean("WaitForGivesUp", wait_for_gives_up),
    clean("WaitUntilOnTheWallClock", wait_until_on_the_wall_clock),
    punctual("WaitForIsNotifiedInTime", wait_for_is_notified_in_time),
    broken("NoTimeoutIsTakenForTheNews", no_timeout_is_taken_for_the_news, Finding::check_failed),
    stuck("GivesUpWithTheNotification", gives_up_with_the_notification),
    clean("AnyLockWillDo", any_lock_will_do),
    clean("AnyGivesUp", any_gives_up),
    clean("NotifyAtThreadExit", notify_at_thread_exit),
    broken("NotifyOrdersNothing", notify_orders_nothing, Finding::race),
    broken("StartsItsTimeAnew", starts_its_time_anew, Finding::check_failed),
};

}  // namespace

std::span<const Program> conditions() {
  return kPrograms;
}

}  // namespace explorer::litmus
