#pragma once

#include <functional>
#include <mutex>
#include <string_view>

#include "rlock/rlock.hpp"
#include "threading/errors.hpp"

namespace threading {

inline constexpr std::string_view kTwoOrders =
    "Ann holds savings and waits for current; Bob holds current and waits for savings.";
inline constexpr std::string_view kNeverGivenBack =
    "Ann has left withdraw and still holds savings; Bob waits for savings.";
inline constexpr std::string_view kWaitsForItself = "Ann holds savings, and Ann waits for savings.";

// A bank account. Any thread may call any function at any time; it owns its balance and the lock
// that guards it. RuntimeError where there is not enough money; a call that throws changes nothing.
//
// The lock is re-entrant, for an audit calls back what locks again. Whoever needs two locks takes
// them by std::scoped_lock: it holds one only as long as it gets the other one at once, else gives
// the first back and sleeps for the second. So nobody holds an account and waits for another, and
// no circle can close.
//
// Memory ordering: the locks'.
class Account {
 public:
  explicit Account(int balance) : balance_(balance) {}

  [[nodiscard]] int balance() const {
    const std::lock_guard guard(lock_);
    return balance_;
  }

  void deposit(int amount) {
    const std::lock_guard guard(lock_);
    balance_ += amount;
  }

  void withdraw(int amount) {
    const std::lock_guard guard(lock_);
    take_out(amount);
  }

  void audit(const std::function<void()>& look) {
    const std::lock_guard guard(lock_);
    look();
  }

  // Both may be the same account: the lock is then taken twice.
  static void transfer(Account& from, Account& to, int amount) {
    const std::scoped_lock both(from.lock_, to.lock_);
    from.take_out(amount);
    to.balance_ += amount;
  }

  [[nodiscard]] static int sum(const Account& one, const Account& other) {
    const std::scoped_lock both(one.lock_, other.lock_);
    return one.balance_ + other.balance_;
  }

 private:
  // With the lock held.
  void take_out(int amount) {
    if (balance_ < amount) throw RuntimeError("there is not enough money");
    balance_ -= amount;
  }

  mutable RLock lock_;
  int balance_;
};

}  // namespace threading
