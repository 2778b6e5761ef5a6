#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/stages/ledger.hpp"
#include "labs/stages/subject.hpp"

// What a student may read before changing a line: in which order the stages of a round work, and
// those of many.
namespace {

using harness::Thread;
using harness::Threads;
using subject::Ledger;
using subject::Round;
using subject::Rounds;

// The three stages of one round, in threads that come in the worst order.
void play(Round& round, Ledger& ledger, int number) {
  Threads threads;
  threads.spawn("save", [&] { round.save([&] { ledger.save(number); }); });
  threads.spawn("process", [&] { round.process([&] { ledger.process(number); }); });
  threads.spawn("fetch", [&] { round.fetch([&] { ledger.fetch(number); }); });
}

SCENARIO(Round, FetchThenProcessThenSave, interleaving,
         "In a round, `fetch` works first, then `process`, then `save`.") {
  Round round;
  Ledger ledger;
  play(round, ledger, 0);
  CHECK_EQ(ledger.entries(), 3, "how many stages worked in a round");
}

SCENARIO(Round, AStageWaitsForTheOneBeforeItAndForNothingElse, behaviour,
         "A stage waits for the one before it, and for nothing else.", .weight = 0.25) {
  Round round;
  Ledger ledger;
  for (int number = 0; number < 3; ++number) {
    round.fetch([&] { ledger.fetch(number); });
    round.process([&] { ledger.process(number); });
    round.save([&] { ledger.save(number); });
  }
  CHECK_EQ(ledger.entries(), 9, "how many stages worked in three rounds");
}

SCENARIO(Round, ProcessSleepsUntilItIsFetched, behaviour,
         "Who waits, sleeps: no spinning, no sleeping and polling.") {
  Round round;
  Ledger ledger;
  Threads threads;
  const Thread& process =
      threads.spawn("process", [&] { round.process([&] { ledger.process(0); }); });
  CHECK_BLOCKED(process, "`process` returned before anything was fetched");
  CHECK_OTHERS_SLEEP("`process` looks again and again, instead of sleeping");
  round.fetch([&] { ledger.fetch(0); });
  CHECK_WAKES(process, "`process` sleeps on although `fetch` is done");
}

SCENARIO(Round, SaveSleepsUntilItIsProcessed, behaviour,
         "Who waits, sleeps: no spinning, no sleeping and polling.") {
  Round round;
  Ledger ledger;
  Threads threads;
  const Thread& save = threads.spawn("save", [&] { round.save([&] { ledger.save(0); }); });
  round.fetch([&] { ledger.fetch(0); });
  CHECK_BLOCKED(save, "`save` returned before anything was processed");
  CHECK_OTHERS_SLEEP("`save` looks again and again, instead of sleeping");
  round.process([&] { ledger.process(0); });
  CHECK_WAKES(save, "`save` sleeps on although `process` is done");
}

SCENARIO(Round, TheNextRoundBeginsAnew, interleaving,
         "When all three have returned, the object is ready for the next round.",
         .schedules = 4000) {
  Round round;
  Ledger ledger;
  play(round, ledger, 0);
  play(round, ledger, 1);
  CHECK_EQ(ledger.entries(), 6, "how many stages worked in two rounds");
}

SCENARIO(Rounds, RoundAfterRound, interleaving, "A round begins when the one before it is saved.",
         .schedules = 4000) {
  Rounds rounds;
  Ledger ledger;
  Threads threads;
  threads.spawn("fetch", [&] { rounds.fetch(2, [&](int round) { ledger.fetch(round); }); });
  threads.spawn("process", [&] { rounds.process(2, [&](int round) { ledger.process(round); }); });
  threads.spawn("save", [&] { rounds.save(2, [&](int round) { ledger.save(round); }); });
  threads.join();
  CHECK_EQ(ledger.entries(), 6, "how many stages worked in two rounds");
}

SCENARIO(Rounds, TheLaterStagesSleepUntilItIsTheirTurn, behaviour,
         "Who waits, sleeps: no spinning, no sleeping and polling.", .schedules = 1000) {
  Rounds rounds;
  Ledger ledger;
  Threads threads;
  const Thread& process = threads.spawn(
      "process", [&] { rounds.process(2, [&](int round) { ledger.process(round); }); });
  const Thread& save =
      threads.spawn("save", [&] { rounds.save(2, [&](int round) { ledger.save(round); }); });
  CHECK_BLOCKED(process, "`process` returned before anything was fetched");
  CHECK_BLOCKED(save, "`save` returned before anything was processed");
  CHECK_OTHERS_SLEEP("a stage looks again and again, instead of sleeping");
  rounds.fetch(2, [&](int round) { ledger.fetch(round); });
  CHECK_WAKES(process, "`process` sleeps on although `fetch` is done");
  CHECK_WAKES(save, "`save` sleeps on although `process` is done");
}

}  // namespace
