#pragma once

#include <functional>
#include <mutex>
#include <string_view>

#include "threading/errors.hpp"

namespace threading {

// What the three replays show, each in a sentence: who holds what, and who waits for what.
// As in: "Carol holds jewels and waits for bread; Dave ..."
inline constexpr std::string_view kTwoOrders = "";
inline constexpr std::string_view kNeverGivenBack = "";
inline constexpr std::string_view kWaitsForItself = "";

// A bank account. `./lockstep readme deadlock` has the contract; tests/public.cpp has it as code.
class Account {
 public:
  explicit Account(int balance) : balance_(balance) {}

  [[nodiscard]] int balance() const {
    const std::lock_guard guard(mutex_);
    return balance_;
  }

  void deposit(int amount) {
    const std::lock_guard guard(mutex_);
    balance_ += amount;
  }

  // A RuntimeError where the account does not hold as much.
  void withdraw(int amount) {
    mutex_.lock();
    if (balance_ < amount) throw RuntimeError("there is not enough money");
    balance_ -= amount;
    mutex_.unlock();
  }

  // Calls `look` while nobody else can change the account.
  void audit(const std::function<void()>& look) {
    const std::lock_guard guard(mutex_);
    look();
  }

  // Moves money, in one step. A RuntimeError where `from` does not hold as much.
  static void transfer(Account& from, Account& to, int amount) {
    const std::lock_guard first(from.mutex_);
    const std::lock_guard second(to.mutex_);
    if (from.balance_ < amount) throw RuntimeError("there is not enough money");
    from.balance_ -= amount;
    to.balance_ += amount;
  }

  // What two accounts hold together, at one moment.
  [[nodiscard]] static int sum(const Account& one, const Account& other) {
    const std::lock_guard first(one.mutex_);
    const std::lock_guard second(other.mutex_);
    return one.balance_ + other.balance_;
  }

 private:
  mutable std::mutex mutex_;
  int balance_;
};

}  // namespace threading
