// verdict: race
// Reads both balances without a lock.
#pragma once

#include <functional>
#include <mutex>
#include <string_view>

#include "rlock/rlock.hpp"
#include "threading/errors.hpp"

namespace threading {

inline constexpr std::string_view kTwoOrders =
    "Ann holds savings and waits for current; Bob holds current and waits for savings.";
inline constexpr std::string_view kNeverGivenBack = "Ann holds savings; Bob waits for savings.";
inline constexpr std::string_view kWaitsForItself = "Ann holds savings and waits for savings.";

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

  static void transfer(Account& from, Account& to, int amount) {
    const std::scoped_lock both(from.lock_, to.lock_);
    from.take_out(amount);
    to.balance_ += amount;
  }

  [[nodiscard]] static int sum(const Account& one, const Account& other) {
    return one.balance_ + other.balance_;
  }

 private:
  void take_out(int amount) {
    if (balance_ < amount) throw RuntimeError("there is not enough money");
    balance_ -= amount;
  }

  mutable RLock lock_;
  int balance_;
};

}  // namespace threading
