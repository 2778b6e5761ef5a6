// std::counting_semaphore, binary_semaphore, latch, barrier.
#include <barrier>
#include <chrono>
#include <latch>
#include <semaphore>

#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

using namespace std::chrono_literals;

void semaphore_as_a_lock() {
  std::binary_semaphore semaphore(1);
  int count = 0;
  in_threads(3, [&](int) {
    semaphore.acquire();
    ++count;
    semaphore.release();
  });
  check(count == 3, "every increment counts");
}

void semaphore_hands_over() {
  std::counting_semaphore<8> semaphore(0);
  int data = 0;
  together(
      [&] {
        semaphore.acquire();
        check(data == 1, "the data came before the release");
      },
      [&] {
        data = 1;
        semaphore.release();
      });
}

void semaphore_lets_two_in() {
  std::counting_semaphore<2> semaphore(2);
  int count = 0;
  in_threads(3, [&](int) {
    semaphore.acquire();
    ++count;
    semaphore.release();
  });
}

void semaphore_releases_two_at_once() {
  std::counting_semaphore<8> semaphore(0);
  together([&] { semaphore.acquire(); }, [&] { semaphore.acquire(); },
           [&] { semaphore.release(2); });
}

void semaphore_is_released_too_seldom() {
  std::counting_semaphore<8> semaphore(0);
  together([&] { semaphore.acquire(); }, [&] { semaphore.acquire(); },
           [&] { semaphore.release(); });
}

void semaphores_taken_in_two_orders() {
  std::binary_semaphore first(1);
  std::binary_semaphore second(1);
  const auto take = [](std::binary_semaphore& outer, std::binary_semaphore& inner) {
    outer.acquire();
    inner.acquire();
    inner.release();
    outer.release();
  };
  together([&] { take(first, second); }, [&] { take(second, first); });
}

void semaphore_waits_as_long_as_can_be() {
  std::binary_semaphore semaphore(0);
  bool released = false;
  together(
      [&] {
        check(semaphore.try_acquire_until(std::chrono::steady_clock::time_point::max()),
              "the end of time has come");
        check(released, "acquired, and nobody has released");
      },
      [&] {
        released = true;
        semaphore.release();
      });
}

void semaphore_gives_up() {
  std::counting_semaphore<4> semaphore(0);
  const auto begin = std::chrono::steady_clock::now();
  check(!semaphore.try_acquire_for(50ms), "nobody releases");
  check(std::chrono::steady_clock::now() - begin >= 50ms, "it waited as long as it was told");
  check(!semaphore.try_acquire(), "still nobody");
}

void semaphore_is_released_in_time() {
  std::counting_semaphore<4> semaphore(0);
  together([&] { check(semaphore.try_acquire_for(50ms), "released in time"); },
           [&] {
             std::this_thread::sleep_for(10ms);
             semaphore.release();
           });
}

void semaphore_tried_without_a_look_at_the_answer() {
  std::binary_semaphore semaphore(1);
  int count = 0;
  in_threads(2, [&](int) {
    static_cast<void>(semaphore.try_acquire_for(1ms));
    ++count;
    semaphore.release();
  });
}

void latch_orders_both_sides() {
  std::latch latch(2);
  int left = 0;
  int right = 0;
  together(
      [&] {
        left = 1;
        latch.arrive_and_wait();
        check(right == 1, "the other arrived");
      },
      [&] {
        right = 1;
        latch.arrive_and_wait();
        check(left == 1, "the other arrived");
      });
}

void latch_is_counted_down_and_left() {
  std::latch latch(2);
  int data[2] = {};
  std::thread first([&] {
    data[0] = 1;
    latch.count_down();
  });
  std::thread second([&] {
    data[1] = 1;
    latch.count_down();
  });
  latch.wait();
  check(data[0] + data[1] == 2, "both arrived");
  first.join();
  second.join();
}

void latch_is_not_waited_for() {
  std::latch latch(2);
  int left = 0;
  together(
      [&] {
        left = 1;
        latch.count_down();
      },
      [&] {
        latch.count_down();
        check(left < 2, "one or none");
      });
}

void latch_expects_one_more() {
  std::latch latch(3);
  in_threads(2, [&](int) { latch.arrive_and_wait(); });
}

void barrier_orders_each_phase() {
  int left[2] = {};
  int right[2] = {};
  std::barrier<> phase(2);
  together(
      [&] {
        for (int round = 0; round < 2; ++round) {
          left[round] = 1;
          phase.arrive_and_wait();
          check(right[round] == 1, "the other is in this phase");
        }
      },
      [&] {
        for (int round = 0; round < 2; ++round) {
          right[round] = 1;
          phase.arrive_and_wait();
          check(left[round] == 1, "the other is in this phase");
        }
      });
}

void barrier_runs_its_completion_once() {
  int completed = 0;
  const auto complete = [&]() noexcept { ++completed; };
  std::barrier phase(3, complete);
  in_threads(3, [&](int) {
    phase.arrive_and_wait();
    check(completed == 1, "the completion came before anyone was let go");
  });
}

void barrier_lets_one_drop_out() {
  std::barrier<> phase(2);
  together([&] { phase.arrive_and_drop(); },
           [&] {
             phase.arrive_and_wait();
             phase.arrive_and_wait();
           });
}

void barrier_misses_one() {
  std::barrier<> phase(3);
  in_threads(2, [&](int) { phase.arrive_and_wait(); });
}

void barrier_is_passed_without_waiting() {
  std::barrier<> phase(2);
  int left = 0;
  together(
      [&] {
        left = 1;
        phase.arrive_and_wait();
      },
      [&] {
        static_cast<void>(phase.arrive());
        check(left < 2, "one or none");
      });
}

void all_of_them_in_one_program() {
  std::counting_semaphore<3> semaphore(1);
  std::latch latch(3);
  std::barrier<> phase(3);
  std::binary_semaphore mutex(1);
  int count = 0;
  in_threads(3, [&](int) {
    semaphore.acquire();
    semaphore.release();
    latch.arrive_and_wait();
    mutex.acquire();
    ++count;
    mutex.release();
    phase.arrive_and_wait();
    check(count == 3, "all three were in");
    phase.arrive_and_wait();
    if (semaphore.try_acquire_for(1ms)) semaphore.release();
  });
}

constexpr Program kPrograms[] = {
    exhausted("SemaphoreAsALock", semaphore_as_a_lock),
    exhausted("SemaphoreHandsOver", semaphore_hands_over),
    broken("SemaphoreLetsTwoIn", semaphore_lets_two_in, Finding::race),
    exhausted("SemaphoreReleasesTwoAtOnce", semaphore_releases_two_at_once),
    broken("SemaphoreIsReleasedTooSeldom", semaphore_is_released_too_seldom, Finding::deadlock),
    broken("SemaphoresTakenInTwoOrders", semaphores_taken_in_two_orders, Finding::deadlock),
    clean("SemaphoreWaitsAsLongAsCanBe", semaphore_waits_as_long_as_can_be),
    clean("SemaphoreGivesUp", semaphore_gives_up),
    punctual("SemaphoreIsReleasedInTime", semaphore_is_released_in_time),
    broken("SemaphoreTriedWithoutALookAtTheAnswer", semaphore_tried_without_a_look_at_the_answer,
           Finding::race),
    exhausted("LatchOrdersBothSides", latch_orders_both_sides),
    exhausted("LatchIsCountedDownAndLeft", latch_is_counted_down_and_left),
    broken("LatchIsNotWaitedFor", latch_is_not_waited_for, Finding::race),
    stuck("LatchExpectsOneMore", latch_expects_one_more),
    clean("BarrierOrdersEachPhase", barrier_orders_each_phase),
    clean("BarrierRunsItsCompletionOnce", barrier_runs_its_completion_once),
    clean("BarrierLetsOneDropOut", barrier_lets_one_drop_out),
    stuck("BarrierMissesOne", barrier_misses_one),
    broken("BarrierIsPassedWithoutWaiting", barrier_is_passed_without_waiting, Finding::race),
    clean("AllOfThemInOneProgram", all_of_them_in_one_program),
};

}  // namespace

std::span<const Program> semaphores() {
  return kPrograms;
}

}  // namespace explorer::litmus
