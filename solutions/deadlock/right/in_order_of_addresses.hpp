// Two locks are always taken in the order of their addresses, so that no circle can close. The
// mutex is re-entrant: the same account may be given twice.
#pragma once

#include <functional>
#include <mutex>
#include <string_view>
#include <utility>

#include "threading/errors.hpp"

namespace threading {

inline constexpr std::string_view kTwoOrders =
    "Ann is holding savings and waiting for current, Bob is holding current and waiting for "
    "savings";
inline constexpr std::string_view kNeverGivenBack = "Bob waits for savings, which Ann holds";
inline constexpr std::string_view kWaitsForItself =
    "Ann waits for savings, and she holds it herself";

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
    const Both both(from, to);
    from.take_out(amount);
    to.balance_ += amount;
  }

  [[nodiscard]] static int sum(const Account& one, const Account& other) {
    const Both both(one, other);
    return one.balance_ + other.balance_;
  }

 private:
  class Both {
   public:
    Both(const Account& one, const Account& other)
        : first_(std::less<>()(&one, &other) ? one.lock_ : other.lock_),
          second_(std::less<>()(&one, &other) ? other.lock_ : one.lock_) {}

   private:
    std::lock_guard<std::recursive_mutex> first_;
    std::lock_guard<std::recursive_mutex> second_;
  };

  void take_out(int amount) {
    if (balance_ < amount) throw RuntimeError("there is not enough money");
    balance_ -= amount;
  }

  mutable std::recursive_mutex lock_;
  int balance_;
};

}  // namespace threading
