// Logical threads from creation to their end.
#pragma once

#include "explorer/schedule/run.h"

namespace explorer {

// A new thread that begins with `function` once it is chosen. Ends the schedule where there are too
// many.
LogicalThread& create_thread(void* (*function)(void*), void* argument, LogicalThread* creator);

// Registers a destructor of a thread_local variable of this thread.
void add_thread_destructor(LogicalThread& thread, void (*function)(void*), void* object);

// exit(): calls what was registered to be called, then ends the schedule, and it has ended well.
[[noreturn]] void end_program(LogicalThread& caller, int status);

// The program's static objects that were made before the first schedule; none dies of end_program.
extern ExitList static_objects;

// Destructors of the values that pthread keys hold; shared by all threads of the process.
void set_key_destructor(std::uint32_t key, void (*destructor)(void*));

}  // namespace explorer
