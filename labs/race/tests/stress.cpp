#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/race/changes.hpp"
#include "labs/race/subject.hpp"

// Real threads in numbers.
namespace {

using harness::Threads;
using subject::Database;
using subject::Record;

SCENARIO(Race, ManyAtOnce, stress,
         "No update is lost: each starts from what the one before it has written.", .weight = 2) {
  constexpr int kThreads = 4;
  constexpr int kRounds = 500;
  Database database;
  Threads threads;
  threads.start_together(kThreads, [&database](int) {
    for (int i = 0; i < kRounds; ++i)
      database.update([](int value) { return value + 1; });
  });
  threads.join();
  const Record record = database.read();
  CHECK_EQ(record.value, kThreads * kRounds, "the value after many updates that add one each");
  CHECK_EQ(record.updates, kThreads * kRounds, "`updates` after many updates");
}

SCENARIO(Race, ReadersAmongWriters, stress,
         "`read` may be called at any time; its value and its count of updates belong together.") {
  constexpr int kRounds = 300;
  Database database;
  Threads threads;
  threads.start_together(4, [&database](int number) {
    for (int i = 0; i < kRounds; ++i) {
      if (number < 2) {
        database.update([](int value) { return value + 3; });
        continue;
      }
      const Record record = database.read();
      CHECK_EQ(record.value, 3 * record.updates, "the value, where each update adds three");
    }
  });
}

}  // namespace
