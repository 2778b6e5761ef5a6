#include <array>
#include <cstddef>

#include "harness/check.hpp"
#include "harness/gate.hpp"
#include "harness/judge.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "harness/unseen.hpp"
#include "labs/primes/printed.hpp"
#include "labs/primes/subject.hpp"

// The corners: the ends of a search, who does what, how far the finder may run ahead, stop from
// everywhere, and what becomes visible.
namespace {

using harness::Gate;
using harness::Thread;
using harness::Threads;
using harness::Unseen;
using subject::is_prime;
using subject::make_primes;
using subject::Printed;

// ---- The ends of a search ----

SCENARIO_OF_EACH(ASearchWithoutAPrimeEnds, interleaving,
                 "`print` returns when the search is over and all its primes were shown.",
                 .schedules = 4000) {
  const auto primes = make_primes(with);
  Printed printed;
  Threads threads;
  threads.spawn("finder", [&] { primes->find(1, is_prime); });
  threads.spawn("printer", [&] { primes->print(printed.show()); });
  threads.join();
  CHECK_EQ(printed.count(), std::size_t{0}, "how many primes up to 1 were shown");
}

SCENARIO_OF_EACH(TheLastPrimeIsShownToo, interleaving,
                 "`print` returns when the search is over and all its primes were shown.",
                 .schedules = 4000) {
  const auto primes = make_primes(with);
  Printed printed;
  Threads threads;
  threads.spawn("finder", [&] { primes->find(4, is_prime); });
  threads.spawn("printer", [&] { primes->print(printed.show()); });
  threads.join();
  CHECK_EQ(printed.count(), std::size_t{2}, "how many primes up to 4 were shown");
}

SCENARIO_OF_EACH(APrinterThatComesLateMissesNothing, behaviour,
                 "`print` shows each prime that was found once, and in order.") {
  const auto primes = make_primes(with);
  Printed printed;
  Threads threads;
  threads.spawn("finder", [&] { primes->find(2, is_prime); });
  harness::settle();
  primes->print(printed.show());
  CHECK_EQ(printed.count(), std::size_t{1}, "how many primes up to 2 were shown");
}

// ---- Who does what ----

SCENARIO_OF_EACH(TheFinderAsksForEachNumberOnce, behaviour,
                 "`find` asks for 2, 3, and so on up to `limit`, in its own thread.",
                 .schedules = 1000) {
  const auto primes = make_primes(with);
  Printed printed;
  int asked = 1;
  Threads threads;
  threads.spawn("printer", [&] { primes->print(printed.show()); });
  primes->find(12, [&, finder = std::this_thread::get_id()](int number) {
    CHECK(std::this_thread::get_id() == finder, "another thread than the finder's searched");
    CHECK_EQ(number, ++asked, "the next number that the finder asked for");
    return is_prime(number);
  });
  CHECK_EQ(asked, 12, "the last number that the finder asked for");
}

// While 2 is being shown, 3 may lie between the two, and the finder may hold 5 in its hand.
SCENARIO_OF_EACH(AtMostOnePrimeLiesBetweenThem, behaviour,
                 "At most one prime lies between the finder and the printer.", .schedules = 1000) {
  const auto primes = make_primes(with);
  Printed printed;
  Gate gate;
  Unseen<int> asked;
  Threads threads;
  threads.spawn("finder", [&] {
    primes->find(23, [&](int number) {
      asked.set(number);
      return is_prime(number);
    });
  });
  threads.spawn("printer", [&] {
    primes->print([&](int prime) {
      gate.pass();
      printed.add(prime);
    });
  });
  harness::settle();
  CHECK(asked.get() <= 5, "2 is still being shown, and the finder has gone on beyond 5");
  gate.open(100);
  threads.join();
  CHECK_EQ(printed.count(), std::size_t{9}, "how many primes up to 23 were shown");
}

SCENARIO_OF_EACH(TwoSearchesAtOnce, interleaving, "Each object is a search of its own.",
                 .schedules = 500) {
  const auto primes = make_primes(with);
  const auto others = make_primes(with);
  Printed printed;
  Printed others_printed;
  Threads threads;
  threads.spawn("finder", [&] { primes->find(3, is_prime); });
  threads.spawn("other finder", [&] { others->find(3, is_prime); });
  threads.spawn("printer", [&] { primes->print(printed.show()); });
  others->print(others_printed.show());
  threads.join();
  CHECK_EQ(printed.count() + others_printed.count(), std::size_t{4}, "primes of two searches");
}

// ---- What becomes visible ----

SCENARIO_OF_EACH(ThePrinterSeesWhatTheFinderWrote, interleaving,
                 "What precedes the end of `is_prime` happens before the prime is shown.",
                 .schedules = 4000) {
  const auto primes = make_primes(with);
  std::array<int, 4> notes{};
  Threads threads;
  threads.spawn("finder", [&] {
    primes->find(3, [&](int number) {
      notes.at(static_cast<std::size_t>(number)) = number;
      return is_prime(number);
    });
  });
  primes->print([&](int prime) {
    CHECK_EQ(notes.at(static_cast<std::size_t>(prime)), prime, "what the finder had noted");
  });
}

// ---- Stop ----

SCENARIO_OF_EACH(StoppedBeforehandItEndsAtOnce, behaviour,
                 "After `stop`, `find` and `print` return and wait for nothing more.",
                 .weight = 0.25) {
  const auto primes = make_primes(with);
  Printed printed;
  primes->stop();
  primes->stop();
  Threads threads;
  const Thread& finder = threads.spawn("finder", [&] { primes->find(23, is_prime); });
  CHECK_WAKES(finder, "`find` waits although `stop` was called");
  const Thread& printer = threads.spawn("printer", [&] { primes->print(printed.show()); });
  CHECK_WAKES(printer, "`print` waits although `stop` was called");
  threads.join();
  CHECK(printed.count() <= 1, "after `stop` more than one prime was shown");
}

SCENARIO_OF_EACH(ThePrinterMayStopIt, interleaving,
                 "`show` and `is_prime` may call `stop`; at most one more prime is shown.",
                 .schedules = 2000) {
  constexpr int kFar = 1000;
  const auto primes = make_primes(with);
  Printed printed;
  int asked = 0;
  Threads threads;
  threads.spawn("finder", [&] {
    primes->find(kFar, [&](int number) {
      asked = number;
      return is_prime(number);
    });
  });
  threads.spawn("printer", [&] {
    primes->print([&](int prime) {
      printed.add(prime);
      if (prime == 3) primes->stop();
    });
  });
  threads.join();
  CHECK(printed.count() <= 3, "after `stop` more than one prime was shown");
  CHECK(asked < kFar, "after `stop` the finder went on to the end");
}

SCENARIO_OF_EACH(TheFinderMayStopIt, interleaving,
                 "`show` and `is_prime` may call `stop`; at most one more prime is shown.",
                 .schedules = 2000) {
  const auto primes = make_primes(with);
  Printed printed;
  Threads threads;
  threads.spawn("finder", [&] {
    primes->find(11, [&](int number) {
      if (number == 3) primes->stop();
      return is_prime(number);
    });
  });
  threads.spawn("printer", [&] { primes->print(printed.show()); });
  threads.join();
  CHECK(printed.count() <= 3, "after `stop` more than one prime was shown");
}

SCENARIO_OF_EACH(StopByTwoThreadsAtOnce, interleaving,
                 "`stop` may be called by any thread at any moment; what was shown is then the "
                 "beginning of the primes.",
                 .schedules = 2000) {
  const auto primes = make_primes(with);
  Printed printed;
  Threads threads;
  threads.spawn("finder", [&] { primes->find(5, is_prime); });
  threads.spawn("printer", [&] { primes->print(printed.show()); });
  threads.spawn("other", [&] { primes->stop(); });
  primes->stop();
}

}  // namespace
