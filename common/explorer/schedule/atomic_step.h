// The steps of atomic operations: which value a load returns, what synchronises with what.
//
// Memory always holds the newest value; older ones live in the object's history. Each function is
// called by the running thread, after its scheduling point where it has one.
#pragma once

#include <cstdint>

#include "explorer/memory/memory_order.h"
#include "explorer/schedule/access.h"
#include "explorer/schedule/scheduler.h"

namespace explorer {

// One atomic operation in progress.
struct AtomicStep {
  LogicalThread& thread;
  Op op;
  std::uintptr_t address;
  std::uint8_t size;
  int order;
  SyncObject* object = nullptr;
};

// The object at this address; ends the schedule where there are too many.
SyncObject& sync_object(const volatile void* address, ObjectKind kind);

// Announces the operation; on return it is the thread's turn. `in_vain`: see poll_point().
void announce(AtomicStep& step, Touch touch, bool in_vain);

// Inside the standard library's wait all polls of an unchanged object but the first are silent:
// they would only hide the moment between the last poll and the sleep. Returns true and the value
// then.
bool silent_poll(AtomicStep& step, std::uint64_t& value);

// What a load returns, memory holding `newest`.
std::uint64_t perform_load(AtomicStep& step, std::uint64_t newest);

// A store of `value` where memory holds `before`.
void perform_store(AtomicStep& step, std::uint64_t before, std::uint64_t value);

// A read-modify-write that replaces `before` by `value`.
void perform_exchange(AtomicStep& step, std::uint64_t before, std::uint64_t value);

// A compare-exchange that found `found` and left it.
void perform_failed_exchange(AtomicStep& step, std::uint64_t found, int failure_order,
                             bool weak_failure);

// May this weak compare-exchange, which would succeed, fail?
bool fails_weakly();

void perform_fence(LogicalThread& thread, int order);

}  // namespace explorer
