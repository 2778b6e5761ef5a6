#pragma once

#include <string>
#include <vector>

#include "protocol/confinement.hpp"

// Which system calls confined processes may make, as programs for the kernel. libseccomp makes
// them, when the grader runs and not when it is built: then they fit the kernel that is there,
// and no generated file has to be built, found and matched. Pure functions; safe from any thread.
namespace grader {

using SystemCallFilter = std::vector<protocol::FilterInstruction>;

// For a test process: a list of what threads and files need. What a C library asks for without
// need fails; all else is told to the listener, and ends the process.
[[nodiscard]] SystemCallFilter test_filter();

// For a test process once it is loaded, on top: no other program, no new code. It ends the
// process. Installed by the harness, before any of the student's code runs.
[[nodiscard]] SystemCallFilter seal_filter();

// For compilers and linkers, which run nothing of the student's: what they never need fails.
[[nodiscard]] SystemCallFilter tool_filter();

// "fork", or "number 999".
[[nodiscard]] std::string system_call_name(int number);

}  // namespace grader
