#include "explorer/backend/crash.h"

#include <signal.h>
#include <string.h>

#include <cstdint>
#include <initializer_list>

#include "explorer/backend/worker.h"
#include "explorer/memory/mapping.h"
#include "explorer/schedule/failure.h"
#include "explorer/schedule/run.h"

namespace explorer {

namespace {

constexpr std::size_t kSignalStack = std::size_t{64} << 10;

const char* meaning_of(int signal) {
  switch (signal) {
    case SIGSEGV:
      return "invalid memory access (SIGSEGV)";
    case SIGBUS:
      return "invalid memory access (SIGBUS)";
    case SIGFPE:
      return "arithmetic error, such as a division by zero (SIGFPE)";
    default:
      return "invalid instruction (SIGILL)";
  }
}

// Also reached while the runtime calls into a library with `self` hidden: then the thread is still
// the current one. Outside a schedule the signal takes its ordinary way.
void on_signal(int signal, siginfo_t* info, void*) {
  const bool exploring = run.current != nullptr;
  if (!exploring) {
    ::signal(signal, SIG_DFL);
    return;
  }
  self = run.current;
  const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
  if (signal != SIGFPE && in_guard_page(address)) {
    fail_schedule(Finding::stack_overflow, "%s has used up its stack", called(*run.current));
  }
  run.failure.accesses[0] = Access{.thread = run.current->id,
                                   .size = 0,
                                   .write = false,
                                   .atomic = false,
                                   .free = false,
                                   .stack = run.recorder.capture_stack()};
  run.failure.access_count = 1;
  fail_schedule(Finding::crash, "%s: %s", called(*run.current), meaning_of(signal));
}

}  // namespace

void use_signal_stack() {
  stack_t stack{};
  stack.ss_sp = map_anywhere(kSignalStack);
  stack.ss_size = kSignalStack;
  sigaltstack(&stack, nullptr);
}

void watch_signals() {
  struct sigaction action {};
  action.sa_sigaction = on_signal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  for (int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL})
    sigaction(signal, &action, nullptr);
}

}  // namespace explorer
