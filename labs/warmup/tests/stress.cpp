#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/warmup/subject.hpp"

// The same with real threads, and with a crowd.
namespace {

using harness::Threads;
using subject::Counter;
using subject::gates;

SCENARIO(Warmup, ACrowd, stress,
         "Part three: whoever comes in is counted, at whichever gate, and whenever.") {
  constexpr int kPeople = 2000;
  COMES_AFTER(gates() == 2, "part three begins when part two is done");
  Counter counter;
  Threads threads;
  threads.start_together(gates(), [&counter](int) {
    for (int person = 0; person < kPeople; ++person)
      counter.enter();
  });
  threads.join();
  CHECK_EQ(counter.count(), 2 * kPeople, "`count` after a crowd came in at both gates");
}

}  // namespace
