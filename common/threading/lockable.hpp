#pragma once

// Python's `with lock:` in C++: a class with acquire() and release() gains the three names that
// std::lock_guard, std::scoped_lock and std::unique_lock call.
//
//   class Lock : public Lockable<Lock> { public: bool acquire(bool blocking = true, …); … };
//
// It holds no state and adds no ordering of its own; it may be called from any thread that may
// call acquire() and release(). It can be neither copied nor moved, and so neither can the class.
namespace threading {

template <class Derived>
class Lockable {
 public:
  Lockable(const Lockable&) = delete;
  Lockable& operator=(const Lockable&) = delete;

  void lock() { derived().acquire(); }
  [[nodiscard]] bool try_lock() { return derived().acquire(false); }
  void unlock() { derived().release(); }

 protected:
  Lockable() = default;
  ~Lockable() = default;

 private:
  [[nodiscard]] Derived& derived() { return static_cast<Derived&>(*this); }
};

}  // namespace threading
