#include "harness/check.hpp"
#include "harness/gate.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/deadlock/bank.hpp"
#include "threading/errors.hpp"

// What a student may read before changing a line: three ways to wait for ever.
namespace {

using bank::Accounts;
using harness::Gate;
using harness::Threads;
using subject::Account;
using threading::RuntimeError;

SCENARIO(Deadlock, OneAfterTheOther, behaviour, "An account holds what it was given.") {
  Accounts bank;
  bank.savings.deposit(50);
  bank.savings.withdraw(20);
  Account::transfer(bank.savings, bank.current, 30);
  CHECK_EQ(bank.savings.balance(), 100, "100, 50 in, 20 out, 30 transferred");
  CHECK_EQ(bank.current.balance(), 130, "100, and 30 transferred");
  CHECK_EQ(Account::sum(bank.savings, bank.current), 230, "`sum` of the two");
}

SCENARIO(Deadlock, TwoOrders, interleaving,
         "Nobody waits for ever: two transfers at once may go in opposite directions.", .weight = 2,
         .schedules = 2'000) {
  Accounts bank;
  Threads threads;
  threads.spawn("Ann", [&bank] { Account::transfer(bank.savings, bank.current, 10); });
  threads.spawn("Bob", [&bank] { Account::transfer(bank.current, bank.savings, 30); });
  threads.join();
  CHECK_EQ(bank.savings.balance(), 120, "100, 10 out, 30 in");
  CHECK_EQ(bank.current.balance(), 80, "100, 10 in, 30 out");
}

// Ann is refused, shrugs, and stays until Bob is done.
SCENARIO(Deadlock, NeverGivenBack, interleaving,
         "Nobody waits for ever: after a `withdraw` that was refused, the account can be used as "
         "before.",
         .weight = 2) {
  Accounts bank;
  Gate gate;
  Threads threads;
  threads.spawn("Ann", [&] {
    CHECK_THROWS(bank.savings.withdraw(1000), RuntimeError, "`withdraw` of more than there is");
    gate.pass();
  });
  threads.spawn("Bob", [&] {
    bank.savings.deposit(10);
    gate.open();
  });
  threads.join();
  CHECK_EQ(bank.savings.balance(), 110, "100, and 10 in");
}

SCENARIO(Deadlock, WaitsForItself, interleaving,
         "Nobody waits for ever: during an `audit`, `look` may use the account.", .weight = 2) {
  Accounts bank;
  Threads threads;
  threads.spawn("Ann", [&bank] {
    bank.savings.audit([&bank] {
      bank.savings.deposit(10);
      CHECK_EQ(bank.savings.balance(), 110, "100, and 10 in, read during an `audit`");
    });
  });
  threads.join();
}

}  // namespace
