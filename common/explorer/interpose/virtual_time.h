// The virtual clocks: they stand still while anybody can run, and begin the same in every schedule.
#pragma once

#include <time.h>

#include <cstdint>

#include "explorer/schedule/logical_thread.h"

namespace explorer {

// Where the clock stood when the schedule began, in nanoseconds.
[[nodiscard]] std::int64_t clock_origin(clockid_t clock);

// Saturates: the far future is never.
[[nodiscard]] std::int64_t to_nanoseconds(const timespec& time);

// A point in time on this clock, in virtual nanoseconds since the start of the schedule; kForever
// where it lies too far ahead to ever come.
[[nodiscard]] std::int64_t virtual_deadline(clockid_t clock, const timespec& until);

// The same, and counts a wait on the wall clock, which somebody may set meanwhile.
[[nodiscard]] std::int64_t deadline_of_wait(LogicalThread& thread, clockid_t clock,
                                            const timespec& until);

// The same for a time from now.
[[nodiscard]] std::int64_t virtual_deadline_after(const timespec& duration);

}  // namespace explorer
