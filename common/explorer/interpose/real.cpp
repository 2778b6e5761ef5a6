#include "explorer/interpose/real.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace explorer {

#if defined(__x86_64__)
long raw_syscall(long number, long a, long b, long c, long d, long e, long f) {
  long result;
  register long r10 asm("r10") = d;
  register long r8 asm("r8") = e;
  register long r9 asm("r9") = f;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
               : "rcx", "r11", "memory");
  return result;
}
#elif defined(__aarch64__)
long raw_syscall(long number, long a, long b, long c, long d, long e, long f) {
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  register long x3 asm("x3") = d;
  register long x4 asm("x4") = e;
  register long x5 asm("x5") = f;
  asm volatile("svc #0"
               : "+r"(x0)
               : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
               : "memory");
  return x0;
}
#else
#error "the explorer knows the system calls of x86-64 and aarch64 only"
#endif

long libc_result(long raw) {
  if (raw >= 0 || raw < -4095) return raw;
  errno = static_cast<int>(-raw);
  return -1;
}

void* next_symbol(const char* name, const char* version) {
  void* symbol = version != nullptr ? dlvsym(RTLD_NEXT, name, version) : dlsym(RTLD_NEXT, name);
  if (symbol == nullptr) die(name);
  return symbol;
}

void die(const char* message) {
  raw_syscall(SYS_write, STDERR_FILENO, reinterpret_cast<long>(message),
              static_cast<long>(strlen(message)));
  raw_syscall(SYS_write, STDERR_FILENO, reinterpret_cast<long>("\n"), 1);
  raw_syscall(SYS_exit_group, 2);
  __builtin_trap();
}

}  // namespace explorer
