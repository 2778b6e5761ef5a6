#include <array>

#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "harness/threads.hpp"
#include "labs/deadlock/bank.hpp"
#include "threading/errors.hpp"

// Real threads in numbers.
namespace {

using bank::NamedAccount;
using harness::Threads;
using subject::Account;
using threading::RuntimeError;

SCENARIO(Deadlock, ManyTransfers, stress,
         "Nobody waits for ever, however many accounts and threads there are.", .weight = 2) {
  constexpr int kRounds = 300;
  std::array<NamedAccount, 3> accounts = {
      NamedAccount{"savings", 100}, NamedAccount{"current", 100}, NamedAccount{"shares", 100}};
  Threads threads;
  threads.start_together(3, [&accounts](int number) {
    Account& mine = accounts.at(static_cast<std::size_t>(number));
    Account& next = accounts.at(static_cast<std::size_t>(number + 1) % 3);
    for (int i = 0; i < kRounds; ++i) {
      try {
        Account::transfer(mine, next, 7);
        Account::transfer(next, mine, 5);
      } catch (const RuntimeError&) {  // somebody was quicker
      }
    }
  });
  threads.join();
  const int rest = accounts[2].balance();
  CHECK_EQ(Account::sum(accounts[0], accounts[1]) + rest, 300, "all the money there is");
}

SCENARIO(Deadlock, AuditsAmongTransfers, stress,
         "While an `audit` looks, no other thread can change the account.") {
  constexpr int kRounds = 200;
  NamedAccount savings("savings", 1000);
  NamedAccount current("current", 1000);
  Threads threads;
  threads.start_together(3, [&](int number) {
    for (int i = 0; i < kRounds; ++i) {
      if (number == 0) Account::transfer(savings, current, 1);
      if (number == 1) Account::transfer(current, savings, 1);
      if (number < 2) continue;
      savings.audit([&savings] {
        const int before = savings.balance();
        CHECK_EQ(savings.balance(), before, "the balance at the end of an `audit`");
      });
      CHECK_EQ(Account::sum(savings, current), 2000, "`sum` during transfers");
    }
  });
}

}  // namespace
