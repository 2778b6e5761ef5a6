#pragma once

#include "stages/round.hpp"
#include "stages/rounds.hpp"
