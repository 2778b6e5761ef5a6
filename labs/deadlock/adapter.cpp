#include <concepts>
#include <functional>
#include <type_traits>

#include "deadlock/deadlock.hpp"
#include "labs/deadlock/subject.hpp"

// The one file that sees the submission. What the compiler can hold it to stands here.
using Look = std::function<void()>;

static_assert(std::is_convertible_v<decltype(threading::kTwoOrders), std::string_view> &&
                  std::is_convertible_v<decltype(threading::kNeverGivenBack), std::string_view> &&
                  std::is_convertible_v<decltype(threading::kWaitsForItself), std::string_view>,
              "the deadlock lab needs kTwoOrders, kNeverGivenBack and kWaitsForItself");

// Templates, since only in a template does a missing function make a requirement false.
template <class A>
concept HoldsMoney = std::is_constructible_v<A, int> && requires(A& account, const A& seen) {
  { seen.balance() } -> std::same_as<int>;
  { account.deposit(1) } -> std::same_as<void>;
  { account.withdraw(1) } -> std::same_as<void>;
};

template <class A>
concept IsAudited = requires(A& account, const Look& look) {
  { account.audit(look) } -> std::same_as<void>;
};

template <class A>
concept DealsWithOthers = requires(A& account, const A& seen) {
  { A::transfer(account, account, 1) } -> std::same_as<void>;
  { A::sum(seen, seen) } -> std::same_as<int>;
};

static_assert(HoldsMoney<threading::Account>,
              "the deadlock lab needs `explicit Account(int balance)`, `int balance() const`, "
              "`void deposit(int amount)` and `void withdraw(int amount)`");
static_assert(IsAudited<threading::Account>,
              "the deadlock lab needs `void audit(const std::function<void()>& look)`");
static_assert(DealsWithOthers<threading::Account>,
              "the deadlock lab needs `static void transfer(Account& from, Account& to, int "
              "amount)` and `static int sum(const Account& one, const Account& other)`");

namespace subject {

std::string_view two_orders() {
  return threading::kTwoOrders;
}
std::string_view never_given_back() {
  return threading::kNeverGivenBack;
}
std::string_view waits_for_itself() {
  return threading::kWaitsForItself;
}

struct Account::Impl {
  explicit Impl(int balance) : account(balance) {}
  threading::Account account;
};

Account::Account(int balance) : impl_(std::make_unique<Impl>(balance)) {}
Account::~Account() = default;

int Account::balance() const {
  return impl_->account.balance();
}
void Account::deposit(int amount) {
  impl_->account.deposit(amount);
}
void Account::withdraw(int amount) {
  impl_->account.withdraw(amount);
}
void Account::audit(const Look& look) {
  impl_->account.audit(look);
}
void Account::transfer(Account& from, Account& to, int amount) {
  threading::Account::transfer(from.impl_->account, to.impl_->account, amount);
}
int Account::sum(const Account& one, const Account& other) {
  return threading::Account::sum(one.impl_->account, other.impl_->account);
}

std::span<const std::byte> Account::storage() const {
  return std::as_bytes(std::span(impl_.get(), 1));
}

}  // namespace subject
