#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <typeinfo>

#include "harness/describe.hpp"

// The checks of a scenario. Each takes a message: what the class did, in the specification's
// words, for a reader who cannot see the test. A check that does not hold ends the run at once
// with the verdict `wrong`, from whichever thread it is in.
namespace harness {

struct Place {
  std::string_view file;
  int line;
};

[[noreturn]] void fail_check(const std::string& message, Place place);

// Ends the run as `not-run`.
[[noreturn]] void skip_check(const std::string& message);

// The demangled name of a type: "threading::ValueError".
[[nodiscard]] std::string name_of(const std::type_info& type);

// "threading::ValueError (timeout must not be negative)", inside a catch clause.
[[nodiscard]] std::string describe_current_exception();

template <class Actual, class Expected>
void check_equal(const Actual& actual, const Expected& expected, const char* message, Place place) {
  if (actual == expected) return;
  fail_check(std::string(message) + ": got " + describe(actual) + ", not " + describe(expected),
             place);
}

// The exact type: a class derived from it is another error.
template <class Error, class Call>
void check_throws(Call call, const char* message, Place place) {
  const std::string wanted = "; expected " + name_of(typeid(Error));
  try {
    call();
  } catch (const Error& error) {
    if (typeid(error) == typeid(Error)) return;
    fail_check(message + wanted + ", got " + describe_current_exception(), place);
  } catch (...) {
    fail_check(message + wanted + ", got " + describe_current_exception(), place);
  }
  fail_check(message + wanted + ", got no exception", place);
}

}  // namespace harness

#define HARNESS_PLACE (::harness::Place{__FILE__, __LINE__})

#define CHECK(condition, message) \
  ((condition) ? void() : ::harness::fail_check(message, HARNESS_PLACE))

// For a scenario that means nothing before another one passes: ends the run as `not-run`, which
// earns no points and is reported as no failure of its own.
#define COMES_AFTER(condition, message) ((condition) ? void() : ::harness::skip_check(message))

#define CHECK_EQ(actual, expected, message) \
  ::harness::check_equal(actual, expected, message, HARNESS_PLACE)

#define CHECK_THROWS(expression, Error, message) \
  ::harness::check_throws<Error>([&] { static_cast<void>(expression); }, message, HARNESS_PLACE)
