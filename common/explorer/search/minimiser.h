// Makes a failing schedule simpler: fewer injected faults, then fewer preemptions, then fewer
// steps.
#pragma once

#include "explorer/search/deviations.h"
#include "explorer/strategy/depth_first.h"
#include "explorer/strategy/replay.h"

namespace explorer {

// The schedule that has just run failed, and `best` is what it deviates in. Replaces `best` by the
// simplest schedule found that fails in the same way.
void minimise_schedule(DeviationList& best, Replay& replay, DepthFirst& depth_first);

}  // namespace explorer
