#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/warmup/subject.hpp"

// The three parts, as code. A SCENARIO is run again and again, each time in another order of its
// threads' steps; a CHECK that does not hold ends it with the verdict `wrong`.
namespace {

using harness::Threads;
using subject::Counter;
using subject::gates;

SCENARIO(Warmup, PartOneOneGate, behaviour, "Part one: at one gate everybody is counted.") {
  Counter counter;
  CHECK_EQ(counter.count(), 0, "`count` before anybody has come");
  counter.enter();
  counter.enter();
  CHECK_EQ(counter.count(), 2, "`count` after two people came, one after the other");
}

SCENARIO(Warmup, PartTwoASecondGate, behaviour, "Part two: the park has two gates.", .weight = 6) {
  CHECK_EQ(gates(), 2, "`kGates`");
}

SCENARIO(Warmup, PartThreeBothGates, interleaving,
         "Part three: whoever comes in is counted, at whichever gate, and whenever.") {
  COMES_AFTER(gates() == 2, "part three begins when part two is done");
  Counter counter;
  Threads threads;
  threads.spawn("north gate", [&counter] { counter.enter(); });
  threads.spawn("south gate", [&counter] { counter.enter(); });
  threads.join();
  CHECK_EQ(counter.count(), 2, "`count` after one person came in at each gate");
}

}  // namespace
