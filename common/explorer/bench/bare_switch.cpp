#include "explorer/bench/bare_switch.hpp"

namespace explorer::bench {

#if defined(__x86_64__)

// What a switch cannot do without: the callee-saved registers and the stack.
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
  pop %r15
  pop %r14
  pop %r13
  pop %r12
  pop %rbx
  pop %rbp
  ret
.size bench_switch, . - bench_switch
)");

extern "C" void bench_switch(void** save, void* load);

namespace {

void* driver_stack;
void* other_stack;

void switch_back_for_ever() {
  for (;;)
    bench_switch(&other_stack, driver_stack);
}

}  // namespace

bool switch_stacks(std::uint64_t round_trips) {
  constexpr int kSlots = 512;
  constexpr int kSavedRegisters = 6;
  alignas(16) static void* stack[kSlots];
  void** top = stack + kSlots - 1;  // so that the first frame is aligned as after a call
  *--top = reinterpret_cast<void*>(switch_back_for_ever);
  for (int saved = 0; saved < kSavedRegisters; ++saved)
    *--top = nullptr;
  other_stack = top;
  for (std::uint64_t trip = 0; trip < round_trips; ++trip)
    bench_switch(&driver_stack, other_stack);
  return true;
}

#else

bool switch_stacks(std::uint64_t) {
  return false;
}

#endif

}  // namespace explorer::bench
