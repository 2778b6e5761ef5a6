#include <barrier>

#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/stages/ledger.hpp"
#include "labs/stages/subject.hpp"

// Real threads, many rounds: what no small scenario holds.
namespace {

using harness::Threads;
using subject::Ledger;
using subject::Round;
using subject::Rounds;

constexpr int kRounds = 200;

SCENARIO(Round, ManyTimesByTheSameThreads, stress,
         "When all three have returned, the object is ready for the next round.") {
  Round round;
  Ledger ledger;
  std::barrier<> all_returned(3);
  Threads threads;
  threads.start_together(3, [&](int stage) {
    for (int number = 0; number < kRounds; ++number) {
      if (stage == 0) round.fetch([&] { ledger.fetch(number); });
      if (stage == 1) round.process([&] { ledger.process(number); });
      if (stage == 2) round.save([&] { ledger.save(number); });
      all_returned.arrive_and_wait();
    }
  });
  threads.join();
  CHECK_EQ(ledger.entries(), 3 * kRounds, "how many stages worked");
}

SCENARIO(Rounds, ManyRounds, stress, "A round begins when the one before it is saved.") {
  Rounds rounds;
  Ledger ledger;
  Threads threads;
  threads.start_together(3, [&](int stage) {
    if (stage == 0) rounds.fetch(kRounds, [&](int round) { ledger.fetch(round); });
    if (stage == 1) rounds.process(kRounds, [&](int round) { ledger.process(round); });
    if (stage == 2) rounds.save(kRounds, [&](int round) { ledger.save(round); });
  });
  threads.join();
  CHECK_EQ(ledger.entries(), 3 * kRounds, "how many stages worked");
}

}  // namespace
