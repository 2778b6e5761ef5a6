#include <atomic>
#include <cstddef>

#include "harness/check.hpp"
#include "harness/gate.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/primes/printed.hpp"
#include "labs/primes/subject.hpp"

// Real threads, many primes: what no small scenario holds.
namespace {

using harness::Gate;
using harness::Threads;
using subject::is_prime;
using subject::make_primes;
using subject::Printed;

SCENARIO_OF_EACH(ManyPrimes, stress,
                 "`print` shows each prime that was found once, and in order.") {
  const auto primes = make_primes(with);
  Printed printed;
  Threads threads;
  threads.start_together(2, [&](int number) {
    if (number == 0)
      primes->find(1000, is_prime);
    else
      primes->print(printed.show());
  });
  threads.join();
  CHECK_EQ(printed.count(), std::size_t{168}, "how many primes up to 1000 were shown");
}

SCENARIO_OF_EACH(StopInTheMiddle, stress,
                 "After `stop`, `find` and `print` return and wait for nothing more.") {
  const auto primes = make_primes(with);
  Printed printed;
  Gate enough;
  Threads threads;
  threads.spawn("finder", [&] { primes->find(10'000'000, is_prime); });
  threads.spawn("printer", [&] {
    primes->print([&](int prime) {
      printed.add(prime);
      if (printed.count() == 20) enough.open();
    });
  });
  enough.pass();
  primes->stop();
}

}  // namespace
