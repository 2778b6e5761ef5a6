#pragma once

#include "pool/executor.hpp"
#include "pool/future.hpp"
#include "pool/waiting.hpp"

// The pool, from the labs before it: futures are made of a Lock and an Event, the executor of a
// Queue and a Semaphore. Executor and waiting know of a future only what they ask of it.
namespace threading {

using ThreadPoolExecutor = BasicExecutor<Future>;

}  // namespace threading
