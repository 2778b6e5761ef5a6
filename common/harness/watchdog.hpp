#pragma once

#include <sys/types.h>

#include <set>

// Ends a stress run that will never end: where every thread sleeps and nothing is left to wake
// one, as `deadlock`; where the processor burns and no run of the body ends, as `livelock`. It
// judges by the kernel's word and by processor time, never by the clock alone, so a loaded
// machine does not raise a false alarm. One per process.
namespace harness {

// Starts it, on a thread of its own. Call it before any thread of a scenario exists.
void start_watchdog();

// Another run of the body begins. From the scenario's own thread.
void feed_watchdog();

// Threads that are no scenario's: the watchdog's and the sanitizer's. Read-only once started.
[[nodiscard]] const std::set<pid_t>& bystanders();

}  // namespace harness
