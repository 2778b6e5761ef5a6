// The yardstick: what one switch of stacks costs where nothing else is done.
#pragma once

#include <cstdint>

namespace explorer::bench {

// Switches to another stack and back, `round_trips` times. Returns false where this machine has no
// fibers. One thread at a time.
bool switch_stacks(std::uint64_t round_trips);

}  // namespace explorer::bench
