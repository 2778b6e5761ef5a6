// What is said when a schedule cannot go on: deadlock, lost wake-up or livelock.
#pragma once

namespace explorer {

// The body has returned and what is left are detached threads: their end is nobody's concern.
[[nodiscard]] bool only_detached_left();

[[noreturn]] void report_deadlock();
[[noreturn]] void report_livelock();

}  // namespace explorer
