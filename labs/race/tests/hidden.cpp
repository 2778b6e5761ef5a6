#include <chrono>
#include <thread>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/gate.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "harness/unseen.hpp"
#include "labs/race/changes.hpp"
#include "labs/race/subject.hpp"

// The corners: changes that do not commute, that throw, that use another database; and how a
// thread waits for its turn.
namespace {

using harness::Gate;
using harness::Judges;
using harness::Threads;
using harness::Unseen;
using subject::Database;
using subject::Record;

// No std::exception: what a change throws may be anything.
struct ChangeFailed {};

void update_in_vain(Database& database) {
  CHECK_THROWS(database.update([](int) -> int { throw ChangeFailed(); }), ChangeFailed,
               "`update` with a change that throws");
}

// Twice and three times as much is six times as much, in either order; adding up what each of them
// makes of the old value is not.
SCENARIO(Race, EachStartsFromTheNewValue, interleaving,
         "No update is lost: each starts from what the one before it has written.") {
  Database database;
  database.update([](int) { return 1; });
  Threads threads;
  threads.spawn("doubling", [&database] { database.update(changes::twice); });
  threads.spawn("tripling", [&database] { database.update([](int value) { return 3 * value; }); });
  threads.join();
  const Record record = database.read();
  CHECK_EQ(record.value, 6, "1, doubled and tripled at once");
  CHECK_EQ(record.updates, 3, "`updates` after three updates");
}

SCENARIO(Race, TwoEach, interleaving,
         "No update is lost: each starts from what the one before it has written.") {
  Database database;
  Threads threads;
  for (const char* name : {"Ann", "Bob"}) {
    threads.spawn(name, [&database] {
      for (int i = 0; i < 2; ++i)
        database.update([](int value) { return value + 1; });
    });
  }
  threads.join();
  CHECK_EQ(database.read().value, 4, "the value after four updates that add one each");
}

SCENARIO(Race, ReadsMeanwhile, interleaving,
         "`read` may be called at any time; its value and its count of updates belong together.") {
  Database database;
  Threads threads;
  threads.spawn("Ann", [&database] { database.update(changes::add_one); });
  const Record record = database.read();
  CHECK_EQ(record.value, record.updates, "the value, where each update adds one");
  threads.join();
}

SCENARIO(Race, ReadsTwiceMeanwhile, interleaving,
         "`read` may be called at any time; its value and its count of updates belong together.") {
  Database database;
  Threads threads;
  for (const char* name : {"Ann", "Bob"})
    threads.spawn(name, [&database] { database.update([](int value) { return value + 2; }); });
  const Record before = database.read();
  const Record after = database.read();
  CHECK_EQ(before.value, 2 * before.updates, "the value, where each update adds two");
  CHECK_EQ(after.value, 2 * after.updates, "the value, where each update adds two");
  CHECK(before.updates <= after.updates, "the count of updates went back between two reads");
}

SCENARIO(Race, EachChangeIsMadeOnce, interleaving, "`change` is called once for each update.") {
  Database database;
  Unseen<int> calls[2];
  Threads threads;
  for (Unseen<int>& mine : calls) {
    threads.spawn("updating", [&database, &mine] {
      database.update([&mine](int value) {
        mine.set(mine.get() + 1);
        return changes::add_one(value);
      });
    });
  }
  threads.join();
  for (const Unseen<int>& each : calls)
    CHECK_EQ(each.get(), 1, "calls of one update's `change`");
  CHECK_EQ(database.read().value, 2, "the value after two updates that add one each");
}

SCENARIO(Race, AChangeThatThrowsChangesNothing, interleaving,
         "A `change` that throws changes nothing: the caller gets its exception, and the database "
         "can be used as before.") {
  Database database;
  Threads threads;
  threads.spawn("in vain", [&database] {
    update_in_vain(database);
    database.update(changes::add_one);
  });
  threads.spawn("adding", [&database] { database.update(changes::add_one); });
  threads.join();
  const Record record = database.read();
  CHECK_EQ(record.value, 2, "the value after two updates, and one whose change threw");
  CHECK_EQ(record.updates, 2, "`updates` after two updates, and one whose change threw");
}

SCENARIO(Race, AChangeMayUseAnotherDatabase, interleaving,
         "Two databases have nothing to do with each other: a change of one may update another.") {
  Database orders;
  Database log;
  Threads threads;
  for (const char* name : {"Ann", "Bob"}) {
    threads.spawn(name, [&] {
      orders.update([&log](int value) {
        log.update([](int lines) { return lines + 1; });
        return value + 1;
      });
    });
  }
  threads.join();
  CHECK_EQ(orders.read().value, 2, "the value of the database whose changes update another");
  CHECK_EQ(log.read().value, 2, "the value of the database that changes of another update");
}

SCENARIO(Race, WhoWaitsForItsTurnSleeps, interleaving,
         "A thread that waits for its turn sleeps: no spinning, no sleeping and looking again.",
         .judges = Judges::explore_only) {
  Database database;
  Gate gate;
  Threads threads;
  threads.spawn("Ann", [&] {
    database.update([&gate](int value) {
      gate.pass();
      return value + 1;
    });
  });
  threads.spawn("Bob", [&database] { database.update(changes::add_one); });
  CHECK_OTHERS_SLEEP("a thread that waited for another's update did not sleep");
  gate.open(2);  // should it be called again: that is for another check to say
  threads.join();
  CHECK_EQ(database.read().value, 2, "the value after two updates that add one each");
}

}  // namespace
