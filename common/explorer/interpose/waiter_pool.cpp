#include "explorer/interpose/waiter_pool.h"

#include "explorer/schedule/run.h"

namespace explorer {

namespace {

SyncObject* pool_object(const volatile void* counter) {
  return run.objects.at(counter, ObjectKind::atomic);
}

}  // namespace

void note_waiter_pool_read(LogicalThread& thread, const volatile void* counter) {
  if (const SyncObject* object = pool_object(counter)) thread.visible.join(object->clock);
  thread.polled = nullptr;
}

void note_waiter_pool_update(LogicalThread& thread, const volatile void* counter,
                             std::int64_t difference) {
  const auto address = reinterpret_cast<std::uintptr_t>(counter);
  run.globals.save(address, sizeof(int));
  note_waiter_pool_read(thread, counter);
  if (SyncObject* object = pool_object(counter)) {
    object->clock.join(thread.clock);
    thread.clock.tick(thread.id);
  }
  const std::uintptr_t offset = address - reinterpret_cast<std::uintptr_t>(explorer_waiter_pool);
  const bool counts_waiters = offset % kWaiterPoolEntry < kWaiterPoolEntry / 2;
  if (!counts_waiters) return;
  thread.polled = nullptr;
  // An unsigned counter of 32 bits: minus one arrives as 2^32 - 1.
  if (static_cast<std::int32_t>(difference) > 0) {
    thread.standard_waits++;
  } else if (thread.standard_waits > 0) {
    thread.standard_waits--;
  }
}

}  // namespace explorer
