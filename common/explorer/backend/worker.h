// The real threads that lend logical threads a stack and a TLS block.
//
// Each is created when it is first needed, and parked. With the fiber back end they never run
// again: the driver's thread takes their stacks, and their TLS blocks or what tls_words.h puts in
// their place. With the thread back end they run, one at a time, handing on a baton. Stacks, and so
// TLS blocks, lie at fixed addresses: equal in every process.
#pragma once

#include <pthread.h>

#include <csetjmp>
#include <cstddef>
#include <cstdint>

#include "explorer/backend/tls_words.h"
#include "explorer/explorer.h"
#include "explorer/schedule/logical_thread.h"

namespace explorer {

struct Worker {
  std::uint32_t index;
  long kernel_id;  // 0: not created yet
  std::uintptr_t thread_pointer;
  pthread_t handle;
  void* entry_stack;  // where a logical thread's first frame goes
  void* saved_stack;  // fibers: where it was switched out
  TlsWords words;     // fibers that share a TLS block: what they had there then
  char* tls;          // the executable's TLS block of this worker
  void* exception_globals;
  LogicalThread* lent_to;
  LogicalThread** self;  // this worker's `explorer::self`
  int baton;
  bool running;
  bool parked;  // the real thread has left the stack that it lends
  std::jmp_buf home;
};

inline constexpr std::uintptr_t kStacks = 0x1020000000;
inline constexpr std::size_t kStackSize = std::size_t{512} << 10;

// Makes room for the workers; idempotent.
void prepare_workers();

// Of the thread that called explore().
[[nodiscard]] pthread_t driver_handle();

// Can this machine run fibers?
[[nodiscard]] bool fibers_supported();

// Gives the thread its worker, with fresh thread_local variables.
void lend_worker(LogicalThread& thread);

// A thread that has finished goes on from its first frame once more.
void reuse_worker(LogicalThread& thread);

// From the driver: runs the first logical thread; returns when the schedule has ended or been left.
void run_first(LogicalThread& thread, Backend backend);

// From one logical thread to another; returns when the first is switched to again.
void switch_to(LogicalThread& from, LogicalThread& to);

// The running logical thread has finished; `next` is null where the schedule ends.
void hand_over(LogicalThread& finished, LogicalThread* next);

// Leaves the schedule at once: what is on the logical threads' stacks is abandoned, not unwound.
[[noreturn]] void leave_schedule();

// Is this address on the stack of worker `index`, above the guard page?
[[nodiscard]] inline bool on_stacks(std::uintptr_t address) {
  return address - kStacks < kStackSize * kMaxThreads;
}
[[nodiscard]] inline std::uint32_t stack_index(std::uintptr_t address) {
  return static_cast<std::uint32_t>((address - kStacks) / kStackSize);
}
[[nodiscard]] bool in_guard_page(std::uintptr_t address);

}  // namespace explorer
