#pragma once

#include <pybind11/pybind11.h>

// The reference solutions as a Python module, so that CPython's own test suites can be run on them.
namespace bindings {

void add_locks(pybind11::module_& module);    // Lock, RLock, Condition
void add_signals(pybind11::module_& module);  // Semaphore, BoundedSemaphore, Event, Barrier
void add_queues(pybind11::module_& module);   // Queue, LifoQueue, PriorityQueue
void add_pool(pybind11::module_& module);     // ThreadPoolExecutor, Future, wait, as_completed

}  // namespace bindings
