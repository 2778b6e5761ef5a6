#pragma once

namespace grader {

// Parses the command line, runs the command, and returns the exit status. Every Error ends here,
// as one line on stderr.
[[nodiscard]] int run_cli(int argc, const char* const* argv);

}  // namespace grader
