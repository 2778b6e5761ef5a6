#pragma once

#include "pipeline/daemons.hpp"
#include "pipeline/sentinels.hpp"
#include "pipeline/stoppable.hpp"
#include "pipeline/two_locks.hpp"
