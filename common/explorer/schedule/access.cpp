#include "explorer/schedule/access.h"

#include "explorer/backend/worker.h"
#include "explorer/schedule/failure.h"
#include "explorer/schedule/run.h"
#include "explorer/schedule/scheduler.h"

namespace explorer {

namespace {

constexpr const char* kAccessNames[] = {"read", "write", "atomic read", "atomic write"};

const char* name_of(std::uint8_t flags) {
  return kAccessNames[flags & 3];
}

void note_access(std::uint32_t index, std::uint32_t thread, std::size_t size, std::uint8_t flags,
                 std::uint32_t stack) {
  run.failure.accesses[index] = Access{.thread = static_cast<std::uint8_t>(thread),
                                       .size = static_cast<std::uint8_t>(size < 255 ? size : 255),
                                       .write = (flags & ShadowEntry::kWrite) != 0,
                                       .atomic = (flags & ShadowEntry::kAtomic) != 0,
                                       .free = false,
                                       .stack = stack};
  run.failure.access_count = index + 1;
}

[[noreturn]] void report_race(LogicalThread& thread, std::size_t size, std::uint8_t flags,
                              const Shadow::Conflict& conflict) {
  const Shadow::Entry before = conflict.entry;
  note_access(0, thread.id, size, flags, run.recorder.capture_stack());
  note_access(1, before.thread(), static_cast<std::size_t>(__builtin_popcount(before.bytes())),
              before.flags(), conflict.stack);
  fail_schedule(Finding::race, "%s by %s and %s by %s are not ordered", name_of(flags),
                called(thread), name_of(before.flags()), called(run.threads[before.thread()]));
}

[[noreturn]] void report_dead_heap(LogicalThread& thread, std::uintptr_t address,
                                   Heap::Granule state, AccessKind kind, std::size_t size) {
  const auto flags = static_cast<std::uint8_t>(kind);
  note_access(0, thread.id, size, flags, run.recorder.capture_stack());
  const Heap::Block* block = run.heap.block_around(address);
  if (state != Heap::Granule::freed || block == nullptr) {
    fail_schedule(Finding::out_of_bounds, "%s by %s beside the memory that was allocated",
                  name_of(flags), called(thread));
  }
  note_access(1, block->thread, 0, ShadowEntry::kWrite, block->stack);
  run.failure.accesses[1].free = true;
  fail_schedule(Finding::use_after_free, "%s by %s of memory that %s has deleted", name_of(flags),
                called(thread), called(run.threads[block->thread]));
}

[[noreturn]] void report_dead_stack(LogicalThread& thread, std::uintptr_t address, AccessKind kind,
                                    std::size_t size) {
  const LogicalThread& other = run.threads[stack_index(address)];
  const auto flags = static_cast<std::uint8_t>(kind);
  note_access(0, thread.id, size, flags, run.recorder.capture_stack());
  fail_schedule(Finding::use_after_free,
                other.need == Need::never
                    ? "%s by %s of a variable of %s, which has ended"
                    : "%s by %s of a local variable of %s that no longer exists",
                name_of(flags), called(thread), called(other));
}

void require_unlocked(const LogicalThread& thread, std::uintptr_t address, std::size_t size) {
  if (run.held_mutexes == 0) return;
  for (std::uint32_t id = 0; id < run.objects.count(); id++) {
    const SyncObject& object = run.objects[id];
    if (object.dead || object.owner == SyncObject::kFree || object.address - address >= size ||
        object.kind != ObjectKind::mutex) {
      continue;
    }
    fail_schedule(Finding::misuse, "%s destroys %s, which %s holds", called(thread), called(object),
                  called(run.threads[object.owner]));
  }
}

// Is all that others ever did ordered before what this thread does now?
bool knows_all(const LogicalThread& thread) {
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    if (!thread.clock.knows(id, run.threads[id].clock.own(id))) return false;
  }
  return true;
}

std::uint32_t stack_of_access() {
  return run.recorder.full() ? run.recorder.capture_stack() : kNoStack;
}

void heed(std::uint32_t notices, LogicalThread& thread, std::uintptr_t address, std::size_t size,
          AccessKind kind) {
  if ((notices & Shadow::kConflict) != 0) {
    report_race(thread, size, static_cast<std::uint8_t>(kind), run.shadow.conflict());
  }
  if ((notices & Shadow::kAtomicBefore) != 0) run.objects.forget(address, size);
}

std::uint32_t note_access_of_any_size(LogicalThread& thread, std::uintptr_t address,
                                      std::size_t size, AccessKind kind) {
  const std::uint32_t notices = run.shadow.access(address, size, static_cast<std::uint8_t>(kind),
                                                  thread.id, thread.clock, stack_of_access());
  heed(notices, thread, address, size, kind);
  return notices;
}

// Not inlined: most of what comes before it needs no frame.
[[gnu::noinline]] void check_known_cell(LogicalThread& thread, std::uintptr_t address,
                                        std::size_t size, AccessKind kind, Shadow::Probe probe) {
  const std::uint32_t notices = run.shadow.access(address, probe, thread.clock, stack_of_access());
  heed(notices, thread, address, size, kind);
}

}  // namespace

void check_heap(LogicalThread& thread, std::uintptr_t address, std::size_t size, AccessKind kind) {
  constexpr std::uintptr_t kGranule = 16;
  for (std::uintptr_t at = address; at < address + size; at = (at + kGranule) & ~(kGranule - 1)) {
    const Heap::Granule state = run.heap.state(at);
    if (state != Heap::Granule::live) report_dead_heap(thread, at, state, kind, size);
  }
}

void check_other_stack(LogicalThread& thread, std::uintptr_t address, std::size_t size,
                       AccessKind kind) {
  const std::uint32_t owner = stack_index(address);
  Frames& frames = run.threads[owner].frames;
  frames.note_touched(address);
  if (owner < run.thread_count && !frames.are_known(address, thread.clock.of(owner))) {
    report_dead_stack(thread, address, kind, size);
  }
}

void let_others_on(LogicalThread& thread) {
  thread.plain_accesses = 0;
  yield_turn(thread);
}

void check_cell(LogicalThread& thread, std::uintptr_t address, std::size_t size, AccessKind kind,
                Shadow::Probe probe) {
  if (run.shadow.note_first(address, probe)) return;
  if (run.shadow.note_second(address, probe, thread.clock)) return;
  check_known_cell(thread, address, size, kind, probe);
}

void check_cells(LogicalThread& thread, std::uintptr_t address, std::size_t size, AccessKind kind) {
  note_access_of_any_size(thread, address, size, kind);
}

void check_static(LogicalThread& thread, std::uintptr_t address, std::size_t size,
                  AccessKind kind) {
  if (in_shared_tls(address)) return;
  const std::uint32_t notices = note_access_of_any_size(thread, address, size, kind);
  if ((notices & Shadow::kFirstWrite) != 0 && run.globals.contains(address)) {
    run.globals.save(address, size);
  }
}

void check_left_frame(LogicalThread& thread, std::uintptr_t bottom, std::uintptr_t end) {
  const std::uintptr_t touched = thread.frames.first_touched();
  const std::uintptr_t begin = touched > bottom ? touched : bottom;
  thread.frames.see_to(end);
  if (begin >= end || knows_all(thread)) return;
  const Shadow::Conflict other = run.shadow.unordered(begin, end - begin, thread.id, thread.clock);
  if (!other.exists) return;
  note_access(0, thread.id, 0, ShadowEntry::kWrite, run.recorder.capture_stack());
  run.failure.accesses[0].returns = true;
  note_access(1, other.entry.thread(),
              static_cast<std::size_t>(__builtin_popcount(other.entry.bytes())),
              other.entry.flags(), other.stack);
  fail_schedule(Finding::use_after_free,
                "%s returns from a function of which %s may still be using a variable: nothing "
                "orders the two",
                called(thread), called(run.threads[other.entry.thread()]));
}

void check_alive(LogicalThread& thread, std::uintptr_t address, std::size_t size) {
  if (Heap::contains(reinterpret_cast<void*>(address))) {
    check_heap(thread, address, size, AccessKind::atomic_write);
  } else if (on_stacks(address) && !on_stack_of(thread, address)) {
    check_other_stack(thread, address, size, AccessKind::atomic_write);
  }
}

void* allocate(LogicalThread& thread, std::size_t size, std::size_t alignment) {
  thread.outside_writes++;
  void* memory = run.heap.allocate(thread.id, size, alignment);
  if (memory == nullptr) {
    fail_schedule(Finding::limit, "%s allocates more than a schedule may", called(thread));
  }
  if (run.recorder.full()) Heap::block(memory).stack = run.recorder.capture_stack();
  return memory;
}

void free_block(LogicalThread& thread, void* memory, bool checked) {
  const auto address = reinterpret_cast<std::uintptr_t>(memory);
  const std::size_t size = Heap::block(memory).size;
  const std::uint32_t stack = run.recorder.capture_stack();
  if (!run.heap.is_block(memory) || run.heap.state(address) != Heap::Granule::live) {
    note_access(0, thread.id, 0, ShadowEntry::kWrite, stack);
    fail_schedule(Finding::use_after_free, "%s deletes what is not allocated (deleted twice?)",
                  called(thread));
  }
  if (checked && size > 0) {
    require_unlocked(thread, address, size);
    const Shadow::Conflict other = run.shadow.unordered(address, size, thread.id, thread.clock);
    if (other.exists) {
      note_access(0, thread.id, 0, ShadowEntry::kWrite, stack);
      run.failure.accesses[0].free = true;
      note_access(1, other.entry.thread(), 0, other.entry.flags(), other.stack);
      fail_schedule(Finding::use_after_free,
                    "%s deletes memory that %s may still be using: nothing orders the two",
                    called(thread), called(run.threads[other.entry.thread()]));
    }
  }
  run.heap.free(memory, thread.id, stack);
}

}  // namespace explorer
