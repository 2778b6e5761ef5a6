#pragma once

#include <chrono>
#include <concepts>
#include <string>

// A value as a student should read it in a message. Pure functions.
namespace harness {

template <class Value>
std::string describe(const Value& value) {
  if constexpr (std::same_as<Value, bool>) {
    return value ? "true" : "false";
  } else if constexpr (std::integral<Value>) {
    return std::to_string(value);
  } else if constexpr (std::convertible_to<Value, std::string>) {
    return '"' + std::string(value) + '"';
  } else {
    return "another value";
  }
}

template <class Rep, class Period>
std::string describe(std::chrono::duration<Rep, Period> value) {
  const std::chrono::duration<double, std::milli> milliseconds = value;
  return std::to_string(milliseconds.count()) + " ms";
}

}  // namespace harness
