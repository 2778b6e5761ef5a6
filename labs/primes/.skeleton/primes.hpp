#pragma once

// The three versions, each in a file of its own. `./lockstep readme primes` tells their story.
#include "primes/by_condition.hpp"
#include "primes/by_event.hpp"
#include "primes/by_semaphore.hpp"
