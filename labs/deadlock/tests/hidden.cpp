#include <cstdint>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/gate.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/deadlock/bank.hpp"
#include "threading/errors.hpp"

// The corners: circles of three, the same account twice, what a sum may see, and what an audit
// keeps out and what it lets pass.
namespace {

using bank::Accounts;
using bank::NamedAccount;
using harness::Gate;
using harness::Judges;
using harness::Thread;
using harness::Threads;
using subject::Account;
using threading::RuntimeError;

// Two threads that take one lock, try the other and give way to each other may do so for as long as
// the schedule is unfair, and thousands of schedules are. Mistakes show in the first hundred.
constexpr std::uint32_t kFew = 2'000;

// No std::exception: what a look throws may be anything.
struct AuditFailed {};

SCENARIO(Deadlock, ThreeInACircle, interleaving,
         "Nobody waits for ever, however many accounts and threads there are.", .schedules = kFew) {
  Accounts bank;
  NamedAccount shares("shares", 100);
  Threads threads;
  threads.spawn("Ann", [&] { Account::transfer(bank.savings, bank.current, 10); });
  threads.spawn("Bob", [&] { Account::transfer(bank.current, shares, 20); });
  threads.spawn("Carol", [&] { Account::transfer(shares, bank.savings, 30); });
  threads.join();
  CHECK_EQ(bank.savings.balance(), 120, "100, 10 out, 30 in");
  CHECK_EQ(bank.current.balance(), 90, "100, 10 in, 20 out");
  CHECK_EQ(shares.balance(), 90, "100, 20 in, 30 out");
}

SCENARIO(
    Deadlock, NoMoneyIsOnItsWay, interleaving,
    "`transfer` moves money in one step, and `sum` tells what two accounts hold at one moment.",
    .weight = 2, .schedules = kFew) {
  Accounts bank;
  Threads threads;
  threads.spawn("Ann", [&bank] { Account::transfer(bank.savings, bank.current, 10); });
  threads.spawn("Bob", [&bank] {
    CHECK_EQ(Account::sum(bank.current, bank.savings), 200, "`sum` during a transfer");
  });
  CHECK_EQ(Account::sum(bank.savings, bank.current), 200, "`sum` during a transfer");
  threads.join();
}

SCENARIO(Deadlock, TheSameAccountTwice, interleaving,
         "A transfer from an account to itself changes nothing, and `sum` may be given the same "
         "account twice.") {
  Accounts bank;
  Account::transfer(bank.savings, bank.savings, 10);
  CHECK_EQ(bank.savings.balance(), 100, "100, and 10 transferred from the account to itself");
  CHECK_EQ(Account::sum(bank.savings, bank.savings), 200, "`sum` of an account and itself");
}

SCENARIO(Deadlock, ARefusedTransferChangesNothing, interleaving,
         "A `transfer` of more than there is is a `RuntimeError`, and changes nothing.",
         .schedules = kFew) {
  Accounts bank;
  Threads threads;
  threads.spawn("Ann", [&bank] {
    CHECK_THROWS(Account::transfer(bank.savings, bank.current, 1000), RuntimeError,
                 "`transfer` of more than there is");
  });
  threads.spawn("Bob", [&bank] { Account::transfer(bank.current, bank.savings, 10); });
  threads.join();
  CHECK_EQ(bank.savings.balance(), 110, "100, a transfer that was refused, 10 in");
  CHECK_EQ(bank.current.balance(), 90, "100, a transfer that was refused, 10 out");
}

SCENARIO(Deadlock, ARefusedWithdrawalChangesNothing, interleaving,
         "A `withdraw` of more than there is is a `RuntimeError`, and changes nothing.") {
  Accounts bank;
  CHECK_THROWS(bank.savings.withdraw(101), RuntimeError, "`withdraw` of more than there is");
  CHECK_EQ(bank.savings.balance(), 100, "100, and a withdrawal that was refused");
  bank.savings.withdraw(100);
  CHECK_EQ(bank.savings.balance(), 0, "100, and 100 out");
}

SCENARIO(Deadlock, AnAuditKeepsOthersOut, interleaving,
         "While an `audit` looks, no other thread can change the account.") {
  Accounts bank;
  Gate gate;
  Threads threads;
  threads.spawn("Ann", [&] {
    bank.savings.audit([&] {
      const int before = bank.savings.balance();
      gate.pass();
      CHECK_EQ(bank.savings.balance(), before, "the balance at the end of an `audit`");
    });
  });
  harness::settle();
  const Thread& depositing = threads.spawn("Bob", [&bank] { bank.savings.deposit(10); });
  CHECK_BLOCKED(depositing, "another thread's `deposit` returned while an `audit` was looking");
  const Thread& moving =
      threads.spawn("Carol", [&bank] { Account::transfer(bank.current, bank.savings, 10); });
  CHECK_BLOCKED(moving, "another thread's `transfer` returned while an `audit` was looking");
  gate.open();
  threads.join();
  CHECK_EQ(bank.savings.balance(), 120, "100, and twice 10 in after the audit");
}

SCENARIO(Deadlock, AnAuditHoldsUpNobodyElse, interleaving,
         "Accounts that have nothing to do with each other do not wait for each other.",
         .weight = 2) {
  Accounts bank;
  NamedAccount shares("shares", 100);
  Gate gate;
  Threads threads;
  threads.spawn("Ann", [&] {
    shares.audit([&] {
      CHECK_EQ(shares.balance(), 100, "the balance, read during an `audit`");
      gate.pass();
    });
  });
  harness::settle();
  const Thread& other = threads.spawn("Bob", [&bank] {
    bank.savings.deposit(10);
    Account::transfer(bank.savings, bank.current, 10);
    CHECK_EQ(Account::sum(bank.savings, bank.current), 210, "`sum` of 100, 100, and 10 in");
  });
  CHECK_RETURNED(other, "an audit of one account held up a transfer between two others");
  gate.open();
}

SCENARIO(
    Deadlock, AnAuditThatThrows, interleaving,
    "What `look` throws reaches the caller of `audit`, and the account can be used as before.") {
  Accounts bank;
  const auto look = [&bank] {
    bank.savings.deposit(10);
    throw AuditFailed();
  };
  CHECK_THROWS(bank.savings.audit(look), AuditFailed, "`audit` with a `look` that throws");
  Threads threads;
  threads.spawn("Bob", [&bank] { bank.savings.withdraw(110); });
  threads.join();
  CHECK_EQ(bank.savings.balance(), 0, "100, 10 in, 110 out");
}

SCENARIO(Deadlock, WhoWaitsSleeps, interleaving,
         "A thread that waits sleeps: no spinning, no sleeping and looking again.",
         .schedules = kFew, .judges = Judges::explore_only) {
  Accounts bank;
  Gate gate;
  Threads threads;
  threads.spawn("Ann", [&] {
    bank.savings.audit([&] {
      CHECK_EQ(bank.savings.balance(), 100, "the balance, read during an `audit`");
      gate.pass();
    });
  });
  harness::settle();
  threads.spawn("Bob", [&bank] { Account::transfer(bank.savings, bank.current, 10); });
  threads.spawn("Carol", [&bank] { Account::transfer(bank.current, bank.savings, 10); });
  CHECK_OTHERS_SLEEP("a thread that waited for an account did not sleep");
  gate.open();
}

}  // namespace
