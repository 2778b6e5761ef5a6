#pragma once

#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "labs/primes/subject.hpp"

// What the scenarios of this lab share: the numbers that go in, the primes that come out, and how
// one body becomes a scenario of each of the three versions.

#define SCENARIO_OF_EACH(name, kind, sentence, ...)                            \
  static void body_of_##name(::subject::With);                                 \
  SCENARIO(ConditionPrimes, name, kind, sentence __VA_OPT__(, ) __VA_ARGS__) { \
    body_of_##name(::subject::With::condition);                                \
  }                                                                            \
  SCENARIO(SemaphorePrimes, name, kind, sentence __VA_OPT__(, ) __VA_ARGS__) { \
    body_of_##name(::subject::With::semaphore);                                \
  }                                                                            \
  SCENARIO(EventPrimes, name, kind, sentence __VA_OPT__(, ) __VA_ARGS__) {     \
    body_of_##name(::subject::With::event);                                    \
  }                                                                            \
  static void body_of_##name(::subject::With with)

namespace subject {

inline bool is_prime(int number) {
  for (int divisor = 2; divisor * divisor <= number; ++divisor) {
    if (number % divisor == 0) return false;
  }
  return number >= 2;
}

// What was shown. Plain data, on purpose: it is the printer's alone until the printer has ended.
class Printed {
 public:
  // To be shown with; the calling thread prints.
  [[nodiscard]] Show show() {
    return [this, printer = std::this_thread::get_id()](int prime) {
      CHECK(std::this_thread::get_id() == printer, "another thread than the printer's showed");
      add(prime);
    };
  }

  void add(int prime) {
    int expected = primes_.empty() ? 2 : primes_.back() + 1;
    while (!is_prime(expected))
      ++expected;
    CHECK_EQ(prime, expected, "the next prime that was shown");
    primes_.push_back(prime);
  }

  [[nodiscard]] std::size_t count() const { return primes_.size(); }

 private:
  std::vector<int> primes_;
};

}  // namespace subject
