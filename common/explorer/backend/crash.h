// Signals that a body's error raises become findings.
#pragma once

namespace explorer {

// For the calling real thread: a stack of its own for signal handlers, so that an overflow can be
// told.
void use_signal_stack();

// For the process.
void watch_signals();

}  // namespace explorer
