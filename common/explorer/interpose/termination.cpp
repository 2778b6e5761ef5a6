// The ways in which a program ends: exit, and what it does then; assert, abort, std::terminate.
#include <cxxabi.h>
#include <stdlib.h>

#include <exception>

#include "explorer/interpose/real.h"
#include "explorer/interpose/termination.h"
#include "explorer/schedule/failure.h"
#include "explorer/schedule/outside.h"
#include "explorer/schedule/run.h"
#include "explorer/schedule/thread_life.h"

using namespace explorer;

namespace {

const char* type_in_flight() {
  const Outside outside;
  const std::type_info* type = abi::__cxa_current_exception_type();
  if (type == nullptr) return nullptr;
  int status = 0;
  const char* readable = abi::__cxa_demangle(type->name(), nullptr, nullptr, &status);
  return readable != nullptr ? readable : type->name();
}

[[noreturn]] void on_terminate() {
  LogicalThread* thread = self;
  if (thread == nullptr) abort();
  run.failure.accesses[0] = Access{.thread = thread->id,
                                   .size = 0,
                                   .write = false,
                                   .atomic = false,
                                   .free = false,
                                   .stack = run.recorder.capture_stack()};
  run.failure.access_count = 1;
  if (const char* type = type_in_flight(); type != nullptr) {
    fail_schedule(Finding::uncaught_exception, "an exception of type %s leaves %s", type,
                  called(*thread));
  }
  fail_schedule(Finding::uncaught_exception,
                "std::terminate in %s: a joinable std::thread destroyed, or a throw from noexcept",
                called(*thread));
}

}  // namespace

namespace explorer {

void watch_termination() {
  std::set_terminate(on_terminate);
}

}  // namespace explorer

EXPLORER_HOOK void __assert_fail(const char* expression, const char* file, unsigned line,
                                 const char* function) noexcept {
  if (self != nullptr) {
    fail_schedule(Finding::check_failed, "assertion failed: %s", expression);
  }
  EXPLORER_REAL(__assert_fail)(expression, file, line, function);
}

EXPLORER_HOOK void abort() noexcept {
  if (self != nullptr) fail_schedule(Finding::check_failed, "abort() was called");
  EXPLORER_REAL(abort)();
  __builtin_unreachable();
}

EXPLORER_HOOK __attribute__((noreturn)) void exit(int status) noexcept {
  LogicalThread* thread = self;
  if (thread != nullptr) end_program(*thread, status);
  EXPLORER_REAL(exit)(status);
  __builtin_unreachable();
}

EXPLORER_HOOK int __cxa_thread_atexit(void (*function)(void*), void* object,
                                      void* module) noexcept {
  LogicalThread* thread = self;
  if (thread != nullptr) {
    add_thread_destructor(*thread, function, object);
    return 0;
  }
  using Register = int(void (*)(void*), void*, void*);
  static Register* real;
  if (real == nullptr) real = reinterpret_cast<Register*>(next_symbol("__cxa_thread_atexit"));
  return real(function, object, module);
}

// A static initialised inside a schedule is destroyed at its end, and made anew in the next.
EXPLORER_HOOK int __cxa_atexit(void (*function)(void*), void* object, void* module) noexcept {
  if (self != nullptr) {
    if (!run.at_exit.add(function, object)) {
      fail_schedule(Finding::limit, "too many static objects in one schedule");
    }
    return 0;
  }
  if (run.options == nullptr) static_objects.add(function, object);
  using Register = int(void (*)(void*), void*, void*);
  static Register* real;
  if (real == nullptr) real = reinterpret_cast<Register*>(next_symbol("__cxa_atexit"));
  return real(function, object, module);
}
