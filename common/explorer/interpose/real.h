// The way past the interposed functions: to the C library's own, and to the kernel.
//
// Any thread may call these at any time, also before main() and from a signal handler.
#pragma once

#include <cstddef>
#include <cstdint>

namespace explorer {

// A system call as the kernel answers it: a negative error number on failure; errno is untouched.
long raw_syscall(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0,
                 long f = 0);

// What a caller of the C library sees: -1 and errno on failure.
long libc_result(long raw);

// The next definition of a function after this executable's.
void* next_symbol(const char* name, const char* version = nullptr);

[[noreturn]] void die(const char* message);

}  // namespace explorer

// The real `function`, looked up once.
#define EXPLORER_REAL(function)                                                           \
  ([] {                                                                                   \
    static decltype(&(function)) real;                                                    \
    if (real == nullptr)                                                                  \
      real = reinterpret_cast<decltype(&(function))>(::explorer::next_symbol(#function)); \
    return real;                                                                          \
  }())

// The same for condition variables, whose oldest version glibc would hand out.
#if defined(__x86_64__)
#define EXPLORER_COND_VERSION "GLIBC_2.3.2"
#else
#define EXPLORER_COND_VERSION nullptr
#endif
#define EXPLORER_REAL_COND(function)                                  \
  ([] {                                                               \
    static decltype(&(function)) real;                                \
    if (real == nullptr)                                              \
      real = reinterpret_cast<decltype(&(function))>(                 \
          ::explorer::next_symbol(#function, EXPLORER_COND_VERSION)); \
    return real;                                                      \
  }())

// The address that an interposed function returns to: where its caller stands.
#define EXPLORER_CALLER() reinterpret_cast<std::uintptr_t>(__builtin_return_address(0))

// What the rest of the program sees; all else in the runtime is hidden from it.
#define EXPLORER_EXPORT __attribute__((visibility("default")))
#define EXPLORER_HOOK extern "C" EXPLORER_EXPORT
