#pragma once

#include <type_traits>

// A value that a scenario passes between threads behind both judges' backs: no data race, no
// happens-before edge, no step of the schedule, never an older value. So that asking "has that
// thread returned?" neither orders what the class must order by itself, nor costs schedules.
// Any thread may call any function. Under stress, read it after settle() or join(): it is a
// plain volatile there, and the kernel's word on the other thread comes first.
namespace harness {

template <class Value>
class Unseen {
  static_assert(std::is_trivially_copyable_v<Value> && sizeof(Value) <= sizeof(void*));

 public:
  Unseen() = default;
  explicit Unseen(Value value) : value_(value) {}

  __attribute__((no_sanitize("thread"), noinline)) void set(Value value) { value_ = value; }
  [[nodiscard]] __attribute__((no_sanitize("thread"), noinline)) Value get() const {
    return value_;
  }

 private:
  volatile Value value_{};
};

}  // namespace harness
