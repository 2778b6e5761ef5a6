#pragma once

#include "protocol/confinement.hpp"

// Turns the calling process into the confined program.
namespace init {

// Where and why it did not come to that; and, written on the way, the descriptor on which the
// kernel tells of refused system calls.
struct Attempt {
  const protocol::Plan* plan = nullptr;
  char** command = nullptr;  // null-ended
  int program = -1;          // command[0], opened while that was still allowed
  protocol::SetUp step = protocol::SetUp::process;
  int error = 0;
  int listener = -1;
};

// Returns only where it fails, with `step` and `error` set. Shares memory and descriptors with
// its parent, which sleeps meanwhile: system calls only, nothing that allocates or locks.
void become_program(Attempt& attempt);

}  // namespace init
