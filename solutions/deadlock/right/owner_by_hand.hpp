// A plain mutex, held for moments only, a condition to wait on, and beside them who is auditing.
// The two locks of a transfer are the bank's business, one for all, but nobody looks with it held.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

#include "threading/errors.hpp"

namespace threading {

inline constexpr std::string_view kTwoOrders =
    "Ann holds savings and waits for current; Bob holds current and waits for savings.";
inline constexpr std::string_view kNeverGivenBack = "Ann holds savings; Bob waits for savings.";
inline constexpr std::string_view kWaitsForItself = "Ann holds savings and waits for savings.";

struct Bank {
  std::mutex mutex;
  std::condition_variable changed;
};

inline Bank& bank() {
  static Bank the_bank;
  return the_bank;
}

class Account {
 public:
  explicit Account(int balance) : balance_(balance) {}

  [[nodiscard]] int balance() const {
    const std::lock_guard guard(bank().mutex);
    return balance_;
  }

  void deposit(int amount) {
    std::unique_lock guard(bank().mutex);
    await(guard);
    balance_ += amount;
  }

  void withdraw(int amount) {
    std::unique_lock guard(bank().mutex);
    await(guard);
    take_out(amount);
  }

  void audit(const std::function<void()>& look) {
    std::unique_lock guard(bank().mutex);
    await(guard);
    const Audit mine{*this, guard};
    guard.unlock();
    look();
  }

  static void transfer(Account& from, Account& to, int amount) {
    std::unique_lock guard(bank().mutex);
    bank().changed.wait(guard, [&] { return from.is_open() && to.is_open(); });
    from.take_out(amount);
    to.balance_ += amount;
  }

  [[nodiscard]] static int sum(const Account& one, const Account& other) {
    const std::lock_guard guard(bank().mutex);
    return one.balance_ + other.balance_;
  }

 private:
  // Whoever is auditing, until it goes.
  struct Audit {
    Account& account;
    std::unique_lock<std::mutex>& guard;
    std::thread::id before = std::exchange(account.auditor_, std::this_thread::get_id());

    ~Audit() {
      if (!guard.owns_lock()) guard.lock();
      account.auditor_ = before;
      bank().changed.notify_all();
    }
  };

  [[nodiscard]] bool is_open() const {
    return auditor_ == std::thread::id() || auditor_ == std::this_thread::get_id();
  }

  void await(std::unique_lock<std::mutex>& guard) {
    bank().changed.wait(guard, [this] { return is_open(); });
  }

  void take_out(int amount) {
    if (balance_ < amount) throw RuntimeError("there is not enough money");
    balance_ -= amount;
  }

  std::thread::id auditor_;
  int balance_;
};

}  // namespace threading
