// Clocks, sleeps and deadlines in virtual time.
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <time.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

void an_hour_goes_by() {
  const auto begin = Clock::now();
  std::this_thread::sleep_for(1h);
  check(Clock::now() - begin >= 1h, "it slept as long as it was told");
}

void sleepers_wake_in_the_order_of_their_times() {
  std::atomic<int> order = 0;
  together(
      [&] {
        std::this_thread::sleep_for(2s);
        check(order.fetch_add(1) == 1, "the second");
      },
      [&] {
        std::this_thread::sleep_for(1s);
        check(order.fetch_add(1) == 0, "the first");
      });
}

void sleeps_until_a_time() {
  const auto later = Clock::now() + 50ms;
  std::this_thread::sleep_until(later);
  check(Clock::now() >= later, "no sooner");
  std::this_thread::sleep_until(later);
}

void wall_clock_moves_too() {
  const auto begin = std::chrono::system_clock::now();
  std::this_thread::sleep_for(1s);
  check(std::chrono::system_clock::now() - begin >= 1s, "both clocks tell the same time");
}

void clocks_never_go_back() {
  const auto begin = Clock::now();
  together([&] { check(Clock::now() >= begin, "not before the start"); },
           [&] { check(Clock::now() >= begin, "not before the start"); });
}

// Nothing else tells it that time goes by: the clock has to move while it looks.
void looks_at_the_clock_until_it_is_time() {
  const auto end = Clock::now() + 50ms;
  while (Clock::now() < end) {
  }
}

// It yields between its looks, and nobody else can go on: time passes all the same, in small steps.
void polls_until_a_deadline() {
  std::atomic<bool> ready = false;
  const auto begin = Clock::now();
  while (!ready && Clock::now() - begin < 50ms)
    std::this_thread::yield();
  const auto waited = Clock::now() - begin;
  check(waited >= 50ms, "no sooner");
  check(waited < 60ms, "and not much later");
}

// The other's time is not the poller's.
void polls_beside_a_long_sleep() {
  together(polls_until_a_deadline, [] { std::this_thread::sleep_for(1h); });
}

void polls_with_sleeps() {
  std::atomic<bool> done = false;
  together(
      [&] {
        while (!done.load())
          std::this_thread::sleep_for(1ms);
      },
      [&] {
        std::this_thread::sleep_for(5ms);
        done.store(true);
      });
}

void sleep_orders_nothing() {
  int data = 0;
  std::thread thread([&] { data = 1; });
  std::this_thread::sleep_for(1s);
  check(data == 1, "surely it has run by now");
  thread.join();
}

void sleep_promises_nothing() {
  std::atomic<int> data = 0;
  std::thread thread([&] { data = 1; });
  std::this_thread::sleep_for(1s);
  check(data == 1, "surely it has run by now");
  thread.join();
}

void two_sleeps_are_no_order() {
  std::atomic<int> order = 0;
  together(
      [&] {
        std::this_thread::sleep_for(10ms);
        check(order.fetch_add(1) == 1, "surely the other was first");
      },
      [&] { order.fetch_add(1); });
}

// However late the one is that was not woken in time: it is as late for who did not wake it.
void timeout_comes_first_for_everybody() {
  sem_t semaphore;
  sem_init(&semaphore, 0, 0);
  const auto begin = Clock::now();
  timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += 3600;
  bool timed_out = false;
  std::thread thread([&] { timed_out = sem_clockwait(&semaphore, CLOCK_MONOTONIC, &until) != 0; });
  sem_post(&semaphore);
  const bool in_time = Clock::now() - begin < 1h;
  thread.join();
  check(!timed_out || !in_time, "posted within the hour");
  sem_destroy(&semaphore);
}

// The time may be over before the other thread has run at all.
void timeout_comes_first() {
  std::mutex mutex;
  std::condition_variable changed;
  bool ready = false;
  together(
      [&] {
        std::unique_lock lock(mutex);
        check(changed.wait_for(lock, 1h, [&] { return ready; }), "an hour is enough for anything");
      },
      [&] {
        const std::lock_guard lock(mutex);
        ready = true;
        changed.notify_one();
      });
}

void timeout_may_come_first() {
  std::mutex mutex;
  std::condition_variable changed;
  bool ready = false;
  together(
      [&] {
        std::unique_lock lock(mutex);
        const bool in_time = changed.wait_for(lock, 1h, [&] { return ready; });
        check(in_time == ready, "the answer is the predicate's last value");
      },
      [&] {
        const std::lock_guard lock(mutex);
        ready = true;
        changed.notify_one();
      });
}

// Each wait gets the whole time again, so that it never ends while someone notifies.
void deadline_of_a_loop_holds() {
  std::mutex mutex;
  std::condition_variable changed;
  bool over = false;
  std::thread noise([&] {
    for (int round = 0; round < 3; ++round) {
      std::this_thread::sleep_for(1s);
      const std::lock_guard lock(mutex);
      changed.notify_one();
    }
  });
  {
    std::unique_lock lock(mutex);
    const auto deadline = Clock::now() + 2s;
    while (!over)
      if (changed.wait_until(lock, deadline) == std::cv_status::timeout) over = true;
    check(Clock::now() >= deadline, "not before its time");
  }
  noise.join();
}

void longest_wait_is_legal() {
  std::mutex mutex;
  std::condition_variable changed;
  bool ready = false;
  together(
      [&] {
        std::unique_lock lock(mutex);
        changed.wait_until(lock, Clock::time_point::max(), [&] { return ready; });
      },
      [&] {
        const std::lock_guard lock(mutex);
        ready = true;
        changed.notify_one();
      });
}

void settles_when_all_others_wait() {
  std::mutex mutex;
  std::condition_variable changed;
  bool waiting = false;
  bool ready = false;
  std::thread thread([&] {
    std::unique_lock lock(mutex);
    waiting = true;
    changed.wait(lock, [&] { return ready; });
  });
  settle();
  const auto begin = Clock::now();
  check(blocked_threads() == 1, "one thread waits");
  {
    const std::lock_guard lock(mutex);
    check(waiting, "nothing else could run");
    ready = true;
  }
  changed.notify_one();
  check(Clock::now() == begin, "the clock stood still");
  thread.join();
}

// Returns whether the time ran out, a second from now on that clock.
bool waits_on(clockid_t clock) {
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, clock);
  pthread_cond_t never;
  pthread_cond_init(&never, &attributes);
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  timespec until;
  clock_gettime(clock, &until);
  until.tv_sec += 1;
  pthread_mutex_lock(&mutex);
  int error = 0;
  while (error == 0)
    error = pthread_cond_timedwait(&never, &mutex, &until);
  pthread_mutex_unlock(&mutex);
  pthread_cond_destroy(&never);
  return error == ETIMEDOUT;
}

void a_condition_keeps_its_clock() {
  for (const clockid_t clock : {CLOCK_MONOTONIC, CLOCK_REALTIME}) {
    const auto begin = Clock::now();
    check(waits_on(clock), "nobody notifies");
    check(Clock::now() - begin >= 1s, "it waited as long as it was told");
    const bool wall_clock = thread_counts().wall_clock_waits > 0;
    check(wall_clock == (clock == CLOCK_REALTIME), "waits on the wall clock are counted");
  }
}

constexpr Program kPrograms[] = {
    exhausted("AnHourGoesBy", an_hour_goes_by),
    punctual("SleepersWakeInTheOrderOfTheirTimes", sleepers_wake_in_the_order_of_their_times),
    exhausted("SleepsUntilATime", sleeps_until_a_time),
    exhausted("WallClockMovesToo", wall_clock_moves_too),
    exhausted("ClocksNeverGoBack", clocks_never_go_back),
    clean("LooksAtTheClockUntilItIsTime", looks_at_the_clock_until_it_is_time),
    clean("PollsWithSleeps", polls_with_sleeps),
    punctual("PollsUntilADeadline", polls_until_a_deadline),
    punctual("PollsBesideALongSleep", polls_beside_a_long_sleep),
    broken("SleepOrdersNothing", sleep_orders_nothing, Finding::race),
    broken("SleepPromisesNothing", sleep_promises_nothing, Finding::check_failed),
    broken("TwoSleepsAreNoOrder", two_sleeps_are_no_order, Finding::check_failed),
    broken("TimeoutComesFirst", timeout_comes_first, Finding::check_failed),
    clean("TimeoutComesFirstForEverybody", timeout_comes_first_for_everybody),
    clean("TimeoutMayComeFirst", timeout_may_come_first),
    clean("DeadlineOfALoopHolds", deadline_of_a_loop_holds),
    clean("LongestWaitIsLegal", longest_wait_is_legal),
    punctual("AConditionKeepsItsClock", a_condition_keeps_its_clock),
    exhausted("SettlesWhenAllOthersWait", settles_when_all_others_wait),
};

}  // namespace

std::span<const Program> times() {
  return kPrograms;
}

}  // namespace explorer::litmus
