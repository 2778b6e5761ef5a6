#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/primes/printed.hpp"
#include "labs/primes/subject.hpp"

// What a student may read before changing a line: what the finder and the printer promise. Each
// scenario is there three times, for the Condition, the Semaphore and the Event.
namespace {

using harness::Thread;
using harness::Threads;
using subject::is_prime;
using subject::make_primes;
using subject::Printed;

SCENARIO_OF_EACH(EachPrimeOnceAndInOrder, interleaving,
                 "`print` shows each prime that was found once, and in order.", .schedules = 4000) {
  const auto primes = make_primes(with);
  Printed printed;
  Threads threads;
  threads.spawn("finder", [&] { primes->find(5, is_prime); });
  threads.spawn("printer", [&] { primes->print(printed.show()); });
  threads.join();
  CHECK_EQ(printed.count(), std::size_t{3}, "how many primes up to 5 were shown");
}

SCENARIO_OF_EACH(ThePrinterSleepsUntilThereIsAPrime, behaviour,
                 "Who waits, sleeps: no spinning, no sleeping and polling.", .schedules = 1000) {
  const auto primes = make_primes(with);
  Printed printed;
  Threads threads;
  const Thread& printer = threads.spawn("printer", [&] { primes->print(printed.show()); });
  CHECK_BLOCKED(printer, "`print` returned before the search began");
  CHECK_OTHERS_SLEEP("the printer looks again and again for a prime, instead of sleeping");
  primes->find(3, is_prime);
  CHECK_WAKES(printer, "`print` sleeps on although the search is over");
  threads.join();
  CHECK_EQ(printed.count(), std::size_t{2}, "how many primes up to 3 were shown");
}

SCENARIO_OF_EACH(TheFinderSleepsUntilThePrinterComes, behaviour,
                 "Who waits, sleeps: no spinning, no sleeping and polling.", .schedules = 1000) {
  const auto primes = make_primes(with);
  Printed printed;
  Threads threads;
  const Thread& finder = threads.spawn("finder", [&] { primes->find(11, is_prime); });
  CHECK_BLOCKED(finder, "`find` has handed over all its primes, and nobody prints");
  CHECK_OTHERS_SLEEP("the finder looks again and again for the printer, instead of sleeping");
  primes->print(printed.show());
  CHECK_WAKES(finder, "`find` sleeps on although its last prime was taken");
  CHECK_EQ(printed.count(), std::size_t{5}, "how many primes up to 11 were shown");
}

SCENARIO_OF_EACH(StopFreesAPrinterThatWaits, behaviour,
                 "After `stop`, `find` and `print` return and wait for nothing more.") {
  const auto primes = make_primes(with);
  Printed printed;
  Threads threads;
  const Thread& printer = threads.spawn("printer", [&] { primes->print(printed.show()); });
  CHECK_BLOCKED(printer, "`print` returned before the search began");
  primes->stop();
  CHECK_WAKES(printer, "`print` sleeps on although `stop` was called");
  threads.join();
  CHECK_EQ(printed.count(), std::size_t{0}, "how many primes were shown, none having been found");
}

SCENARIO_OF_EACH(StopFreesAFinderThatWaits, behaviour,
                 "After `stop`, `find` and `print` return and wait for nothing more.") {
  const auto primes = make_primes(with);
  Threads threads;
  const Thread& finder = threads.spawn("finder", [&] { primes->find(11, is_prime); });
  CHECK_BLOCKED(finder, "`find` has handed over all its primes, and nobody prints");
  primes->stop();
  CHECK_WAKES(finder, "`find` sleeps on although `stop` was called");
}

SCENARIO_OF_EACH(StopAtAnyMoment, interleaving,
                 "`stop` may be called by any thread at any moment; what was shown is then the "
                 "beginning of the primes.",
                 .schedules = 4000) {
  const auto primes = make_primes(with);
  Printed printed;
  Threads threads;
  threads.spawn("finder", [&] { primes->find(3, is_prime); });
  threads.spawn("printer", [&] { primes->print(printed.show()); });
  primes->stop();
}

}  // namespace
