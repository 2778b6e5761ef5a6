#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "threading/time.hpp"

// The student's Barrier as the scenarios see it: a concrete class, defined in adapter.cpp. The
// student's object is one block of the heap, so that its use after destruction can be seen.
namespace subject {

class Barrier {
 public:
  explicit Barrier(std::size_t parties);
  explicit Barrier(std::size_t parties, std::function<void()> action,
                   threading::Timeout timeout = {});
  Barrier(const Barrier&) = delete;
  Barrier& operator=(const Barrier&) = delete;
  ~Barrier();

  std::size_t wait();
  std::size_t wait(threading::Timeout timeout);
  void reset();
  void abort();
  [[nodiscard]] std::size_t parties() const;
  [[nodiscard]] std::size_t n_waiting() const;
  [[nodiscard]] bool broken() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace subject
