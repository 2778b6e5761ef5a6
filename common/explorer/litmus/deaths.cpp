// What ends a process: exceptions, aborts, signals, stacks that overflow.
#undef NDEBUG  // the assertion is what is shown
#include <cassert>
#include <cstdlib>
#include <exception>
#include <stdexcept>
#include <thread>

#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

void exception_leaves_a_thread() {
  together([] { throw std::runtime_error("nobody catches it"); });
}

void exception_leaves_the_body() {
  throw std::runtime_error("nobody catches it");
}

[[gnu::noinline]] void refuse() {
  throw 3;
}

void exception_leaves_a_noexcept_function() {
  const auto careless = []() noexcept { refuse(); };
  together([careless] {
    try {
      careless();
    } catch (int) {
    }
  });
}

void exception_is_caught() {
  together([] {
    try {
      throw std::runtime_error("caught");
    } catch (const std::exception&) {
    }
  });
}

void exception_passes_a_running_thread() {
  try {
    const std::thread thread([] {});
    throw 3;
  } catch (int) {
  }
}

void terminate_is_called() {
  std::terminate();
}
void abort_is_called() {
  std::abort();
}

void check_fails() {
  check(false, "this is false");
}

void check_fails_in_a_thread() {
  together([] { check(false, "this is false"); });
}

void assertion_fails() {
  together([] { assert(1 + 1 == 3); });
}

void null_is_written_to() {
  together([] {
    volatile int* volatile null = nullptr;
    *null = 1;
  });
}

void division_by_zero() {
  together([] {
    volatile int one = 1;
    volatile int zero = 0;
    volatile int result = one / zero;
    static_cast<void>(result);
  });
}

[[gnu::noinline]] int deeper(int depth) {
  volatile char frame[1000];
  frame[0] = static_cast<char>(depth);
  return depth == 0 ? 0 : deeper(depth - 1) + frame[0];
}

void recursion_without_end() {
  together([] { check(deeper(100000) != 1, "whatever it is"); });
}

void recursion_of_the_body() {
  check(deeper(100000) != 1, "whatever it is");
}

void recursion_that_fits() {
  together([] { check(deeper(40) != 1, "whatever it is"); });
}

constexpr Program kPrograms[] = {
    broken("ExceptionLeavesAThread", exception_leaves_a_thread, Finding::uncaught_exception),
    broken("ExceptionLeavesTheBody", exception_leaves_the_body, Finding::uncaught_exception),
    broken("ExceptionLeavesANoexceptFunction", exception_leaves_a_noexcept_function,
           Finding::uncaught_exception),
    exhausted("ExceptionIsCaught", exception_is_caught),
    broken("ExceptionPassesARunningThread", exception_passes_a_running_thread,
           Finding::uncaught_exception),
    broken("TerminateIsCalled", terminate_is_called, Finding::uncaught_exception),
    broken("AbortIsCalled", abort_is_called, Finding::check_failed),
    broken("CheckFails", check_fails, Finding::check_failed),
    broken("CheckFailsInAThread", check_fails_in_a_thread, Finding::check_failed),
    broken("AssertionFails", assertion_fails, Finding::check_failed),
    broken("NullIsWrittenTo", null_is_written_to, Finding::crash),
    broken("DivisionByZero", division_by_zero, Finding::crash),
    broken("RecursionWithoutEnd", recursion_without_end, Finding::stack_overflow),
    broken("RecursionOfTheBody", recursion_of_the_body, Finding::stack_overflow),
    exhausted("RecursionThatFits", recursion_that_fits),
};

}  // namespace

std::span<const Program> deaths() {
  return kPrograms;
}

}  // namespace explorer::litmus
