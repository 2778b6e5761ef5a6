// The programs whose speed is measured. Instrumented like a student's code; they share nothing.
#pragma once

#include <cstdint>
#include <span>

namespace explorer::bench {

struct Workload {
  const char* name;
  void (*body)();
  std::uint64_t schedules;  // so that one measurement takes some tenths of a second
  std::uint64_t floor;      // schedules a CPU-second; 0: none is set
  std::uint64_t target;
};

[[nodiscard]] std::span<const Workload> workloads();

}  // namespace explorer::bench
