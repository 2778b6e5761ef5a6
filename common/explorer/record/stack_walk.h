// Walks the caller's stack: which lines of the body's code it stands in.
#pragma once

#include "explorer/result.h"

namespace explorer {

// Fills in the return addresses inside the executable, but for the runtime's own.
void walk_stack(Stack& stack);

}  // namespace explorer
