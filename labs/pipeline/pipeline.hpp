#pragma once

// Producer and consumer in four forms. `./lockstep readme pipeline` has their contract.
#include "pipeline/daemons.hpp"
#include "pipeline/sentinels.hpp"
#include "pipeline/stoppable.hpp"
#include "pipeline/two_locks.hpp"
