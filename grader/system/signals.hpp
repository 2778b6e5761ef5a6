#pragma once

// Ctrl-C and SIGTERM. The first one asks everything to stop: whoever waits polls interrupt_fd(),
// throws Interrupted, and so lets every owner clean up; main then ends with 130. A second one ends
// the process at once. For the whole process; install once, before any thread starts.
namespace grader {

void install_interrupt_handler();

// Readable once an interrupt came; stays so.
[[nodiscard]] int interrupt_fd();

[[nodiscard]] bool interrupted();

// Throws Interrupted if an interrupt came: for long work that does not poll.
void throw_if_interrupted();

}  // namespace grader
