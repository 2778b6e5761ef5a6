#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

// The student's sentences and Account as the scenarios see them, defined in adapter.cpp.
namespace subject {

// kTwoOrders and its kin: functions, for the tests are compiled before the student's file is.
[[nodiscard]] std::string_view two_orders();
[[nodiscard]] std::string_view never_given_back();
[[nodiscard]] std::string_view waits_for_itself();

class Account {
 public:
  explicit Account(int balance);
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;
  ~Account();

  [[nodiscard]] int balance() const;
  void deposit(int amount);
  void withdraw(int amount);
  void audit(const std::function<void()>& look);
  static void transfer(Account& from, Account& to, int amount);
  [[nodiscard]] static int sum(const Account& one, const Account& other);

  // Where the student's object lies: to give its locks a name in traces.
  [[nodiscard]] std::span<const std::byte> storage() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace subject
