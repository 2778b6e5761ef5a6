#pragma once

#include "pool/executor.hpp"
#include "pool/future.hpp"
#include "pool/waiting.hpp"

// The stand-in for the lab pool, over std::mutex and std::condition_variable, in three parts that
// know of each other only what a template parameter has to offer.
namespace threading {

using ThreadPoolExecutor = BasicExecutor<Future>;

}  // namespace threading
