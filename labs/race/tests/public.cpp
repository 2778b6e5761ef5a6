#include "harness/check.hpp"
#include "harness/gate.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/race/changes.hpp"
#include "labs/race/subject.hpp"

// What a student may read before changing a line: the contract of a Database.
namespace {

using harness::Gate;
using harness::Thread;
using harness::Threads;
using subject::Database;
using subject::Record;

SCENARIO(Race, OneAfterTheOther, behaviour,
         "`update` replaces the value by what `change` makes of it.") {
  Database database;
  database.update(changes::add_one);
  database.update(changes::add_one);
  const Record record = database.read();
  CHECK_EQ(record.value, 2, "the value after two updates that add one");
  CHECK_EQ(record.updates, 2, "`updates` after two updates");
}

SCENARIO(Race, TwoAtOnce, interleaving,
         "No update is lost: each starts from what the one before it has written.", .weight = 2) {
  Database database;
  Threads threads;
  threads.spawn("Ann", [&database] { database.update(changes::add_one); });
  threads.spawn("Bob", [&database] { database.update(changes::add_one); });
  threads.join();
  const Record record = database.read();
  CHECK_EQ(record.value, 2, "the value after two updates at once that add one each");
  CHECK_EQ(record.updates, 2, "`updates` after two updates at once");
}

// Ann's change waits until the gate is opened, and Bob waits for Ann, as he must.
SCENARIO(
    Race, TwoDatabasesSideBySide, interleaving,
    "Two databases have nothing to do with each other: while one is being updated, another can "
    "be updated and read.",
    .weight = 2) {
  Database first;
  Database second;
  Gate gate;
  Threads threads;
  threads.spawn("Ann", [&] {
    first.update([&gate](int value) {
      gate.pass();
      return value + 1;
    });
  });
  threads.spawn("Bob", [&first] { first.update(changes::add_one); });
  const Thread& other = threads.spawn("Carol", [&second] {
    second.update([](int value) { return value + 1; });
    CHECK_EQ(second.read().value, 1, "the value of the second database");
  });
  CHECK_RETURNED(other, "an update of one database had to wait for the update of another");
  gate.open(2);  // should it be called again: that is for another check to say
  threads.join();
  CHECK_EQ(first.read().value, 2, "the value of the first database after two updates");
}

}  // namespace
