#pragma once

#include "primes/by_condition.hpp"
#include "primes/by_event.hpp"
#include "primes/by_semaphore.hpp"
