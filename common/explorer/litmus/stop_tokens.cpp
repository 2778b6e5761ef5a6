// std::stop_source, stop_token, stop_callback, and what waits for them.
#include <stop_token>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

using namespace std::chrono_literals;

void jthread_is_stopped() {
  std::atomic<int> rounds = 0;
  {
    const std::jthread thread([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        ++rounds;
        std::this_thread::sleep_for(1ms);
      }
    });
    std::this_thread::sleep_for(5ms);
  }
}

void jthread_runs_meanwhile() {
  std::atomic<int> rounds = 0;
  {
    const std::jthread thread([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        ++rounds;
        std::this_thread::sleep_for(1ms);
      }
    });
    std::this_thread::sleep_for(5ms);
  }
  check(rounds >= 4, "a round each millisecond");
}

void stop_wakes_the_condition() {
  bool stopped = false;
  {
    std::mutex mutex;
    std::condition_variable_any changed;
    const std::jthread thread([&](const std::stop_token& stop) {
      std::unique_lock lock(mutex);
      check(!changed.wait(lock, stop, [] { return false; }), "only the stop ends it");
      stopped = true;
    });
  }
  check(stopped, "it came out");
}

// The token is not among what the wait waits for.
void stop_does_not_wake_a_plain_wait() {
  std::mutex mutex;
  std::condition_variable_any changed;
  const std::jthread thread([&](const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return stop.stop_requested(); });
  });
}

void callback_runs_once() {
  std::stop_source source;
  std::atomic<int> calls = 0;
  const std::stop_callback callback(source.get_token(), [&] { ++calls; });
  const auto stop = [&] { source.request_stop(); };
  together(stop, stop);
  check(calls == 1, "one of the two requests ran it");
}

void one_request_wins() {
  std::stop_source source;
  std::atomic<int> winners = 0;
  const auto stop = [&] { winners += source.request_stop() ? 1 : 0; };
  together(stop, stop);
  check(winners == 1, "one of the two was the first");
}

void callback_is_gone_after_its_destructor() {
  std::stop_source source;
  int calls = 0;
  together(
      [&] {
        int local = 0;
        {
          const std::stop_callback callback(source.get_token(), [&] { ++local; });
        }
        calls = local;
      },
      [&] { source.request_stop(); });
  check(calls <= 1, "it ran once or never");
}

void callback_shares_a_plain_counter() {
  std::stop_source source;
  int calls = 0;
  together(
      [&] {
        const std::stop_callback callback(source.get_token(), [&] { ++calls; });
        ++calls;
      },
      [&] { source.request_stop(); });
}

void stop_orders_what_came_before() {
  std::stop_source source;
  int data = 0;
  together(
      [&] {
        data = 1;
        source.request_stop();
      },
      [&] {
        if (source.get_token().stop_requested()) check(data == 1, "written before the request");
      });
}

constexpr Program kPrograms[] = {
    clean("JthreadIsStopped", jthread_is_stopped),
    punctual("JthreadRunsMeanwhile", jthread_runs_meanwhile),
    clean("StopWakesTheCondition", stop_wakes_the_condition),
    broken("StopDoesNotWakeAPlainWait", stop_does_not_wake_a_plain_wait, Finding::deadlock),
    clean("CallbackRunsOnce", callback_runs_once),
    clean("OneRequestWins", one_request_wins),
    clean("CallbackIsGoneAfterItsDestructor", callback_is_gone_after_its_destructor),
    broken("CallbackSharesAPlainCounter", callback_shares_a_plain_counter, Finding::race),
    clean("StopOrdersWhatCameBefore", stop_orders_what_came_before),
};

}  // namespace

std::span<const Program> stop_tokens() {
  return kPrograms;
}

}  // namespace explorer::litmus
