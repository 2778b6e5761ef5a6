// What each thread has for itself without a thread_local variable of the program's: errno, the
// exceptions in flight, the values of keys.
//
// Run both where fibers share a TLS block and where each has its own.
#include <pthread.h>

#include <atomic>
#include <cerrno>
#include <exception>
#include <sstream>
#include <string>
#include <thread>

#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

void errno_is_each_threads_own() {
  in_threads(2, [](int index) {
    errno = index + 11;
    std::this_thread::yield();
    check(errno == index + 11, "nobody else changes it");
  });
}

void exceptions_in_flight_are_each_threads_own() {
  std::atomic<int> steps = 0;
  in_threads(2, [&](int index) {
    try {
      try {
        throw std::to_string(index);
      } catch (const std::string&) {
        ++steps;
        check(std::uncaught_exceptions() == 0, "caught is not in flight");
        throw;
      }
    } catch (const std::string& text) {
      ++steps;
      check(text == std::to_string(index), "its own");
    }
  });
}

struct StepsWhenUnwound {
  std::atomic<int>& steps;

  ~StepsWhenUnwound() {
    ++steps;
    check(std::uncaught_exceptions() == 1, "one is in flight in this thread");
  }
};

void unwinding_is_each_threads_own() {
  std::atomic<int> steps = 0;
  in_threads(2, [&](int index) {
    try {
      const StepsWhenUnwound unwound{steps};
      throw index;
    } catch (int thrown) {
      check(thrown == index, "its own");
    }
  });
}

void streams_work_in_every_thread() {
  in_threads(2, [](int index) {
    std::ostringstream out;
    out << index << ' ' << 1.5;
    std::this_thread::yield();
    check(out.str() == std::to_string(index) + " 1.5", "its own");
  });
}

pthread_key_t key_made_before_the_body() {
  pthread_key_t key;
  pthread_key_create(&key, nullptr);
  return key;
}

const pthread_key_t made_before = key_made_before_the_body();

void values_of_a_key_are_each_threads_own() {
  int values[2];
  in_threads(2, [&](int index) {
    check(pthread_getspecific(made_before) == nullptr, "fresh in each thread of each schedule");
    pthread_setspecific(made_before, &values[index]);
    std::this_thread::yield();
    check(pthread_getspecific(made_before) == &values[index], "nobody else changes it");
  });
}

constexpr Program kPrograms[] = {
    exhausted("ErrnoIsEachThreadsOwn", errno_is_each_threads_own),
    exhausted("ExceptionsInFlightAreEachThreadsOwn", exceptions_in_flight_are_each_threads_own),
    exhausted("UnwindingIsEachThreadsOwn", unwinding_is_each_threads_own),
    exhausted("StreamsWorkInEveryThread", streams_work_in_every_thread),
    exhausted("ValuesOfAKeyAreEachThreadsOwn", values_of_a_key_are_each_threads_own),
};

}  // namespace

std::span<const Program> own_values() {
  return kPrograms;
}

}  // namespace explorer::litmus
