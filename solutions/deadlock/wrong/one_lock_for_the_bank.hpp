// verdict: wrong
// One lock for all accounts: no circle, and no two accounts used at once.
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
    const std::lock_guard guard(lock());
    return balance_;
  }

  void deposit(int amount) {
    const std::lock_guard guard(lock());
    balance_ += amount;
  }

  void withdraw(int amount) {
    const std::lock_guard guard(lock());
    take_out(amount);
  }

  void audit(const std::function<void()>& look) {
    const std::lock_guard guard(lock());
    look();
  }

  static void transfer(Account& from, Account& to, int amount) {
    const std::lock_guard guard(lock());
    from.take_out(amount);
    to.balance_ += amount;
  }

  [[nodiscard]] static int sum(const Account& one, const Account& other) {
    const std::lock_guard guard(lock());
    return one.balance_ + other.balance_;
  }

 private:
  void take_out(int amount) {
    if (balance_ < amount) throw RuntimeError("there is not enough money");
    balance_ -= amount;
  }

  static RLock& lock() {
    static RLock the_banks;
    return the_banks;
  }

  int balance_;
};

}  // namespace threading
