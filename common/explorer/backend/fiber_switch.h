// Switching stacks on one real thread, and entering a function on a given stack.
#pragma once

#include <cstdint>

#if defined(__x86_64__)

// Saves the callee-saved registers on the stack, the stack pointer in *save, then goes on where
// `load` was saved; the first variant takes the thread pointer along with an instruction, the
// second leaves it to a system call made before.
extern "C" void explorer_switch_with_tls(void** save, void* load, std::uintptr_t thread_pointer);
extern "C" void explorer_switch(void** save, void* load);

// What a new stack returns into: calls explorer_fiber_main, which does not return.
extern "C" void explorer_fiber_entry();

// Calls `function` on another stack and comes back.
extern "C" void explorer_call_on_stack(void* stack, void (*function)());

#endif
