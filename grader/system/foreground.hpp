#pragma once

#include <string>
#include <vector>

namespace grader {

// Runs a program in our own terminal, with our environment and descriptors, and waits for it.
// Ctrl-C is then the program's affair. Returns its exit status, or 128 and the signal that ended
// it. Throws Error where it cannot be started.
int run_in_foreground(const std::vector<std::string>& argv);

}  // namespace grader
