// Logical threads from creation to their end.
#pragma once

#include "explorer/schedule/run.h"

namespace explorer {

// A new thread that begins with `function` once it is chosen. Ends the schedule where there are too
// many.
LogicalThread& create_thread(void* (*function)(void*), void* argument, LogicalThread* creator);

// Registers a destructor of a thread_local variable of this thread.
void add_thread_destructor(LogicalThread& thread, void (*function)(void*), void* object);

// Destructors of the values that pthread keys hold; shared by all threads of the process.
void set_key_destructor(std::uint32_t key, void (*destructor)(void*));

}  // namespace explorer
