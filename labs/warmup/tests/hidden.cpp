#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/warmup/subject.hpp"

// What else part three means.
namespace {

using harness::Threads;
using subject::Counter;
using subject::gates;

void require_part_two() {
  COMES_AFTER(gates() == 2, "part three begins when part two is done");
}

SCENARIO(Warmup, GroupsAtBothGates, interleaving,
         "Part three: whoever comes in is counted, at whichever gate, and whenever.") {
  require_part_two();
  Counter counter;
  Threads threads;
  for (const char* gate : {"north gate", "south gate"}) {
    threads.spawn(gate, [&counter] {
      counter.enter();
      counter.enter();
    });
  }
  threads.join();
  CHECK_EQ(counter.count(), 4, "`count` after two people came in at each gate");
}

SCENARIO(Warmup, TheCountCanBeReadMeanwhile, interleaving,
         "Part three: `count` may be called while people come in, and never goes back.") {
  require_part_two();
  Counter counter;
  Threads threads;
  for (const char* gate : {"north gate", "south gate"}) {
    threads.spawn(gate, [&counter] { counter.enter(); });
  }
  const int before = counter.count();
  const int after = counter.count();
  CHECK(0 <= before && after <= 2, "`count` told of people who never came");
  CHECK(before <= after, "`count` went back, and nobody has left");
  threads.join();
}

SCENARIO(Warmup, TwoParksCountApart, behaviour, "Each park counts for itself.") {
  require_part_two();
  Counter park;
  Counter garden;
  park.enter();
  CHECK_EQ(garden.count(), 0, "`count` of a park that nobody entered");
  CHECK_EQ(park.count(), 1, "`count` of a park that one person entered");
}

}  // namespace
