#pragma once

#include <array>
#include <cstdint>
#include <type_traits>

#include "protocol/judge.hpp"

// What the grader tells a test process: one fixed-size record, written to the process's
// descriptor kOrderFd before it starts and read whole before any of the student's code runs.
// Plain data; no ownership.
namespace protocol {

inline constexpr int kOrderFd = 3;   // the process reads its order here
inline constexpr int kReportFd = 4;  // and writes its records there (see report.hpp)

inline constexpr std::array<char, 8> kOrderMagic = {'L', 'S', 'O', 'R', 'D', 'E', 'R', '1'};
inline constexpr std::size_t kMaxScenarioName = 96;
inline constexpr std::size_t kMaxDeviations = 480;

using Nonce = std::array<std::uint8_t, 16>;

// The replay of a schedule, sparse: at choice number `at`, take alternative `pick` instead of
// the default one (0).
struct Deviation {
  std::uint32_t at;
  std::uint32_t pick;
};

enum class Backend : std::uint8_t { fibers, threads };

struct Order {
  std::array<char, 8> magic = kOrderMagic;
  Nonce nonce{};                                  // comes back in every record
  std::array<char, kMaxScenarioName> scenario{};  // "Lock.CounterUnderContention", NUL-ended
  std::uint64_t seed = 0;
  std::uint32_t schedules = 0;     // explore: the budget
  std::uint32_t repeats = 0;       // stress: at most so many runs of the body
  std::uint32_t milliseconds = 0;  // stress: and no new run after this time
  Judge judge = Judge::stress;
  Backend backend = Backend::fibers;
  std::uint8_t replay = 0;  // 1: run only the schedule in `deviations`
  std::uint8_t reserved = 0;
  std::uint32_t deviation_count = 0;
  std::array<Deviation, kMaxDeviations> deviations{};
};

static_assert(std::is_trivially_copyable_v<Order>);
static_assert(sizeof(Order) <= 4096, "an order must fit into one atomic write to a pipe");

}  // namespace protocol
