#pragma once

// One round, and many. `./lockstep readme stages` has their contract.
#include "stages/round.hpp"
#include "stages/rounds.hpp"
