// From a failing schedule to the result: records it, checks that it repeats itself, and copies what
// was seen.
#pragma once

#include "explorer/search/deviations.h"
#include "explorer/strategy/replay.h"

namespace explorer {

void record_failure(DeviationList& deviations, Replay& replay, Result& result);

}  // namespace explorer
