// Ending a schedule as failed.
#pragma once

#include "explorer/memory/shadow.h"
#include "explorer/schedule/logical_thread.h"

namespace explorer {

// From a logical thread: notes the finding and leaves the schedule; the first finding counts.
[[noreturn]] void fail_schedule(Finding finding, const char* format, ...)
    __attribute__((format(printf, 2, 3)));

// Only notes it: for the driver, and where more is to be added before leaving.
void note_failure(Finding finding, const char* format, ...) __attribute__((format(printf, 2, 3)));

// A second paragraph for the failure that was noted.
void add_detail(const char* format, ...) __attribute__((format(printf, 1, 2)));

// How texts call a thread and an object: by name where they have one. The text lives until the
// fourth next call.
const char* called(const LogicalThread& thread);
const char* called(const SyncObject& object);

}  // namespace explorer
