#pragma once

#include <functional>
#include <memory>

// The student's three programs as the scenarios see them: one interface, made and implemented in
// adapter.cpp. The student's object is part of one block of the heap, so that its use after
// destruction can be seen.
namespace subject {

using IsPrime = std::function<bool(int)>;
using Show = std::function<void(int)>;

class Primes {
 public:
  Primes() = default;
  Primes(const Primes&) = delete;
  Primes& operator=(const Primes&) = delete;
  virtual ~Primes() = default;

  virtual void find(int limit, const IsPrime& is_prime) = 0;
  virtual void print(const Show& show) = 0;
  virtual void stop() = 0;
};

// What the two threads wait on.
enum class With { condition, semaphore, event };

[[nodiscard]] std::unique_ptr<Primes> make_primes(With primitive);

}  // namespace subject
