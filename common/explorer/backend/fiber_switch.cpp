#include "explorer/backend/fiber_switch.h"

#if defined(__x86_64__)
asm(R"(
.text
.hidden explorer_switch_with_tls
.globl explorer_switch_with_tls
.type explorer_switch_with_tls, @function
explorer_switch_with_tls:
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
.size explorer_switch_with_tls, . - explorer_switch_with_tls

.hidden explorer_switch
.globl explorer_switch
.type explorer_switch, @function
explorer_switch:
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
.size explorer_switch, . - explorer_switch

.hidden explorer_fiber_entry
.globl explorer_fiber_entry
.type explorer_fiber_entry, @function
explorer_fiber_entry:
  .cfi_startproc
  .cfi_undefined rip
  xor %ebp, %ebp
  call explorer_fiber_main
  ud2
  .cfi_endproc
.size explorer_fiber_entry, . - explorer_fiber_entry

.hidden explorer_call_on_stack
.globl explorer_call_on_stack
.type explorer_call_on_stack, @function
explorer_call_on_stack:
  .cfi_startproc
  .cfi_undefined rip
  push %rbp
  push %rbx
  mov %rsp, %rbx
  mov %rdi, %rsp
  xor %ebp, %ebp
  call *%rsi
  mov %rbx, %rsp
  pop %rbx
  pop %rbp
  ret
  .cfi_endproc
.size explorer_call_on_stack, . - explorer_call_on_stack
)");
#endif
