#include "explorer/bench/bare_switch.hpp"

#include <sys/auxv.h>

namespace explorer::bench {

#if defined(__x86_64__)

// What a switch cannot do without: the callee-saved registers, the stack, the thread pointer.
asm(R"(
.text
.hidden bench_switch
.globl bench_switch
.type bench_switch, @function
bench_switch:
  push %rbp
  push %rbx
  push %r12
  push %r13
  push %r14
  push %r15
  mov %rsp, (%rdi)
  mov %rsi, %rsp
  wrfsbase %rdx
  pop %r15
  pop %r14
  pop %r13
  pop %r12
  pop %rbx
  pop %rbp
  ret
.size bench_switch, . - bench_switch
)");

extern "C" void bench_switch(void** save, void* load, std::uintptr_t thread_pointer);

namespace {

constexpr unsigned long kCanWriteThreadPointer = 1ul << 1;  // in the second word of capabilities

void* driver_stack;
void* other_stack;
std::uintptr_t thread_pointer;

void switch_back_for_ever() {
  for (;;)
    bench_switch(&other_stack, driver_stack, thread_pointer);
}

}  // namespace

bool switch_stacks(std::uint64_t round_trips) {
  if ((getauxval(AT_HWCAP2) & kCanWriteThreadPointer) == 0) return false;
  constexpr int kSlots = 512;
  constexpr int kSavedRegisters = 6;
  alignas(16) static void* stack[kSlots];
  void** top = stack + kSlots - 1;  // so that the first frame is aligned as after a call
  *--top = reinterpret_cast<void*>(switch_back_for_ever);
  for (int saved = 0; saved < kSavedRegisters; ++saved)
    *--top = nullptr;
  other_stack = top;
  asm("mov %%fs:0, %0" : "=r"(thread_pointer));
  for (std::uint64_t trip = 0; trip < round_trips; ++trip)
    bench_switch(&driver_stack, other_stack, thread_pointer);
  return true;
}

#else

bool switch_stacks(std::uint64_t) {
  return false;
}

#endif

}  // namespace explorer::bench
