#pragma once

#include <sys/types.h>

#include "grader/system/memory_group.hpp"
#include "grader/system/process.hpp"
#include "grader/system/unique_fd.hpp"

namespace grader {

// A child that was started: its leader leads a session, and so a process group, of its own.
// Owns the descriptors, not the child: whoever holds it must reap it.
struct Spawned {
  pid_t pid = -1;
  UniqueFd pidfd;  // readable once the leader ended
  UniqueFd out;    // this and those below: our ends, non-blocking
  UniqueFd err;
  UniqueFd report;  // empty where the spec asks for none
  UniqueFd ended;   // init's word; empty where the process is not confined
};

// Throws Error where it cannot be started, with the executable's name. `slot` tells it from all
// that run at the same time: where confined processes change their user, each gets its own. What is
// confined is in the group, if there is one, before it begins.
[[nodiscard]] Spawned spawn(const ProcessSpec& spec, unsigned slot, const MemoryGroup* group);

// Children from now on run without address randomisation, where the system lets us say so:
// ThreadSanitizer cannot stand much of it. Says whether it is off now.
bool switch_off_address_randomisation();

}  // namespace grader
