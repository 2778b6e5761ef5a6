#pragma once

#include <cstdint>
#include <string>
#include <vector>

// What `doctor` found out about this machine.
namespace grader {

enum class Health : std::uint8_t {
  good,
  poor,  // grading works, though not as well as it could
  bad,   // grading does not work
};

struct Finding {
  Health health = Health::good;
  std::string subject;  // "compiler"
  std::string what;     // "g++ 12.2.0"
  std::string remedy;   // a command, or what else to do; empty where there is nothing to mend
};

}  // namespace grader
