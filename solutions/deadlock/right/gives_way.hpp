// Takes one lock, tries the other, and where that fails gives the first one back and sleeps for the
// other: so nobody holds a lock while it sleeps.
#pragma once

#include <functional>
#include <mutex>
#include <string_view>
#include <utility>

#include "rlock/rlock.hpp"
#include "threading/errors.hpp"

namespace threading {

inline constexpr std::string_view kTwoOrders =
    "main waits for Ann. Ann holds savings and waits for current. Bob holds current and waits for "
    "savings.";
inline constexpr std::string_view kNeverGivenBack =
    "Ann holds savings and waits for Bob. Bob waits for savings.";
inline constexpr std::string_view kWaitsForItself =
    "Savings is held by Ann, who waits for savings.";

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
    Both(const Account& one, const Account& other) : first_(&one.lock_), second_(&other.lock_) {
      first_->acquire();
      while (!second_->acquire(false)) {
        first_->release();
        std::swap(first_, second_);
        first_->acquire();
      }
    }
    Both(const Both&) = delete;
    Both& operator=(const Both&) = delete;
    ~Both() {
      second_->release();
      first_->release();
    }

   private:
    RLock* first_;
    RLock* second_;
  };

  void take_out(int amount) {
    if (balance_ < amount) throw RuntimeError("there is not enough money");
    balance_ -= amount;
  }

  mutable RLock lock_;
  int balance_;
};

}  // namespace threading
