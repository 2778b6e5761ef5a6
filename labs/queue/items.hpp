#pragma once

#include <exception>
#include <utility>

// What the scenarios put into queues, beside plain ints. Values: one thread at a time.
namespace subject {

// What a Brittle throws.
class Broken : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "an item's own exception"; }
};

// An item that can be moved but not copied, and whose move or comparison may throw. Where it
// throws, it throws before it has changed anything.
class Brittle {
 public:
  // The calling thread's `nth` move or comparison of an item from now on throws; 0: none does.
  static void break_at(int nth) { countdown = nth; }

  Brittle() = default;
  explicit Brittle(int value) : value_(value) {}
  Brittle(Brittle&& other) : value_((touch(), std::exchange(other.value_, -1))) {}
  Brittle& operator=(Brittle&& other) {
    touch();
    value_ = std::exchange(other.value_, -1);
    return *this;
  }
  ~Brittle() = default;

  [[nodiscard]] int value() const { return value_; }  // -1: none, or moved away

  friend bool operator<(const Brittle& left, const Brittle& right) {
    touch();
    return left.value_ < right.value_;
  }

 private:
  static void touch() {
    if (countdown > 0 && --countdown == 0) throw Broken();
  }

  static inline thread_local int countdown = 0;

  int value_ = -1;
};

}  // namespace subject
