#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/gate.hpp"
#include "harness/judge.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "harness/unseen.hpp"
#include "labs/stages/ledger.hpp"
#include "labs/stages/subject.hpp"

// The corners: the second round, a stage that is slow or late, no round at all, the next use.
namespace {

using harness::Gate;
using harness::Thread;
using harness::Threads;
using harness::Unseen;
using subject::Ledger;
using subject::Round;
using subject::Rounds;

void play_in_turn(Round& round, Ledger& ledger, int number) {
  round.fetch([&] { ledger.fetch(number); });
  round.process([&] { ledger.process(number); });
  round.save([&] { ledger.save(number); });
}

void play(Rounds& rounds, Ledger& ledger, int count) {
  Threads threads;
  threads.spawn("fetch", [&] { rounds.fetch(count, [&](int round) { ledger.fetch(round); }); });
  threads.spawn("process",
                [&] { rounds.process(count, [&](int round) { ledger.process(round); }); });
  threads.spawn("save", [&] { rounds.save(count, [&](int round) { ledger.save(round); }); });
}

// ---- One round, again and again ----

SCENARIO(Round, ProcessWaitsInTheSecondRoundToo, behaviour,
         "When all three have returned, the object is ready for the next round.") {
  Round round;
  Ledger ledger;
  play_in_turn(round, ledger, 0);
  Threads threads;
  const Thread& process =
      threads.spawn("process", [&] { round.process([&] { ledger.process(1); }); });
  CHECK_BLOCKED(process, "`process` did not wait for the second round's `fetch`");
  CHECK_OTHERS_SLEEP("`process` looks again and again, instead of sleeping");
  round.fetch([&] { ledger.fetch(1); });
  CHECK_WAKES(process, "`process` sleeps on although `fetch` is done");
  round.save([&] { ledger.save(1); });
}

SCENARIO(Round, SaveWaitsInTheSecondRoundToo, behaviour,
         "When all three have returned, the object is ready for the next round.") {
  Round round;
  Ledger ledger;
  play_in_turn(round, ledger, 0);
  Threads threads;
  const Thread& save = threads.spawn("save", [&] { round.save([&] { ledger.save(1); }); });
  round.fetch([&] { ledger.fetch(1); });
  CHECK_BLOCKED(save, "`save` did not wait for the second round's `process`");
  CHECK_OTHERS_SLEEP("`save` looks again and again, instead of sleeping");
  round.process([&] { ledger.process(1); });
  CHECK_WAKES(save, "`save` sleeps on although `process` is done");
}

SCENARIO(Round, ASlowStageHoldsUpTheNext, behaviour,
         "In a round, `fetch` works first, then `process`, then `save`.") {
  Round round;
  Gate gate;
  int found = 0;
  int processed = 0;
  Threads threads;
  const Thread& save = threads.spawn(
      "save", [&] { round.save([&] { CHECK_EQ(processed, 8, "what was to be saved"); }); });
  const Thread& process =
      threads.spawn("process", [&] { round.process([&] { processed = found + 1; }); });
  threads.spawn("fetch", [&] {
    round.fetch([&] {
      gate.pass();
      found = 7;
    });
  });
  CHECK_BLOCKED(process, "`process` returned while `fetch` was at work");
  CHECK_BLOCKED(save, "`save` returned while `fetch` was at work");
  CHECK_OTHERS_SLEEP("a stage looks again and again, instead of sleeping");
  gate.open();
  CHECK_WAKES(save, "`save` sleeps on although `process` is done");
}

SCENARIO(Round, TwoRoundsOfTwoObjects, interleaving, "Each object has stages of its own.",
         .schedules = 1000) {
  Round left;
  Round right;
  Ledger left_ledger;
  Ledger right_ledger;
  Threads threads;
  threads.spawn("left process", [&] { left.process([&] { left_ledger.process(0); }); });
  threads.spawn("right process", [&] { right.process([&] { right_ledger.process(0); }); });
  threads.spawn("left fetch", [&] { left.fetch([&] { left_ledger.fetch(0); }); });
  right.fetch([&] { right_ledger.fetch(0); });
}

// ---- Many rounds ----

SCENARIO(Rounds, ThreeRounds, interleaving, "A round begins when the one before it is saved.",
         .schedules = 3000) {
  Rounds rounds;
  Ledger ledger;
  play(rounds, ledger, 3);
  CHECK_EQ(ledger.entries(), 9, "how many stages worked in three rounds");
}

SCENARIO(Rounds, FetchWaitsForASlowSave, behaviour,
         "A round begins when the one before it is saved.", .schedules = 1000) {
  Rounds rounds;
  Gate gate;
  Unseen<int> fetches;
  Unseen<int> saves;
  Threads threads;
  threads.spawn("fetch", [&] { rounds.fetch(3, [&](int round) { fetches.set(round + 1); }); });
  threads.spawn("process", [&] { rounds.process(3, [](int) {}); });
  threads.spawn("save", [&] {
    rounds.save(3, [&](int round) {
      gate.pass();
      saves.set(round + 1);
    });
  });
  for (int round = 1; round <= 3; ++round) {
    harness::settle();
    CHECK_EQ(fetches.get(), round, "how many rounds were begun, the one before being unsaved");
    CHECK_OTHERS_SLEEP("a stage looks again and again, instead of sleeping");
    gate.open();
  }
  threads.join();
  CHECK_EQ(saves.get(), 3, "how many rounds were saved");
}

SCENARIO(Rounds, TheStagesMayComeLate, behaviour,
         "The three may be called in any order, at any time.", .schedules = 1000) {
  Rounds rounds;
  Ledger ledger;
  Threads threads;
  const Thread& fetch =
      threads.spawn("fetch", [&] { rounds.fetch(2, [&](int round) { ledger.fetch(round); }); });
  CHECK_BLOCKED(fetch, "`fetch` began its second round, and the first was not saved");
  threads.spawn("process", [&] { rounds.process(2, [&](int round) { ledger.process(round); }); });
  CHECK_BLOCKED(fetch, "`fetch` began its second round, and the first was not saved");
  rounds.save(2, [&](int round) { ledger.save(round); });
  threads.join();
  CHECK_EQ(ledger.entries(), 6, "how many stages worked in two rounds");
}

SCENARIO(Rounds, NoRoundAtAll, behaviour, "Each calls its work `rounds` times, from 0 on.",
         .weight = 0.1) {
  Rounds rounds;
  Ledger ledger;
  play(rounds, ledger, 0);
  CHECK_EQ(ledger.entries(), 0, "how many stages worked in no round");
}

SCENARIO(Rounds, ItMayBeUsedAgain, interleaving,
         "When all three have returned, the object is ready for the next use.", .schedules = 3000) {
  Rounds rounds;
  for (int use = 0; use < 2; ++use) {
    Ledger ledger;
    play(rounds, ledger, 2);
    CHECK_EQ(ledger.entries(), 6, "how many stages worked in two rounds");
  }
}

SCENARIO(Rounds, TwoObjectsAtOnce, interleaving, "Each object has stages of its own.",
         .schedules = 500) {
  Rounds left;
  Rounds right;
  Ledger left_ledger;
  Ledger right_ledger;
  Threads threads;
  threads.spawn("left", [&] { play(left, left_ledger, 2); });
  play(right, right_ledger, 2);
  threads.join();
  CHECK_EQ(left_ledger.entries() + right_ledger.entries(), 12, "how many stages worked in all");
}

}  // namespace
