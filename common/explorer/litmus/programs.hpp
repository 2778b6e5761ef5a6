// The tables of litmus programs, one for each concept, each in the file of its name.
//
// Constant data; any thread may read it.
#pragma once

#include <span>

#include "explorer/litmus/litmus.hpp"

namespace explorer::litmus {

std::span<const Program> mutexes();
std::span<const Program> shared_mutexes();
std::span<const Program> conditions();
std::span<const Program> monitors();
std::span<const Program> atomic_waits();
std::span<const Program> futexes();
std::span<const Program> semaphores();
std::span<const Program> threads();
std::span<const Program> stop_tokens();
std::span<const Program> futures();
std::span<const Program> once();
std::span<const Program> own_values();
std::span<const Program> thread_locals();
std::span<const Program> whole_programs();
std::span<const Program> times();
std::span<const Program> spin_locks();
std::span<const Program> memory_orders();
std::span<const Program> lock_free();
std::span<const Program> lifetimes();
std::span<const Program> heap();
std::span<const Program> deaths();

}  // namespace explorer::litmus
