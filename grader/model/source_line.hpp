#pragma once

#include <cstdint>
#include <string>

namespace grader {

// A line of the student's own file, with its text: the only code that a report may show.
struct SourceLine {
  std::string file;        // "lock.hpp"
  std::uint32_t line = 0;  // from 1
  std::string text;        // without indentation and newline; empty where it could not be read
  std::string function;    // "threading::Lock::acquire", empty where unknown
};

}  // namespace grader
