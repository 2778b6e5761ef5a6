#pragma once

#include <cstdint>
#include <semaphore>

namespace pool_scenarios {

// Holds tasks back until the scenario lets them go. Any thread may call either.
class Gate {
 public:
  void open(int for_how_many = 1) { passes_.release(for_how_many); }
  void pass() { passes_.acquire(); }

 private:
  std::counting_semaphore<> passes_{0};
};

// Budgets of schedules: for what shows itself under almost any, and for what has to be sought.
inline constexpr std::uint32_t kFew = 200;
inline constexpr std::uint32_t kMany = 4000;

}  // namespace pool_scenarios
