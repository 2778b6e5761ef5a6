// The hooks that compilers call for plain accesses under -fsanitize=thread.
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "explorer/interpose/real.h"
#include "explorer/schedule/access.h"

using explorer::AccessKind;
using explorer::self;

namespace {

// The hook's canonical frame address is how far down its caller's frame reaches.
[[gnu::always_inline]] inline std::uintptr_t bottom_of_caller() {
  return reinterpret_cast<std::uintptr_t>(__builtin_dwarf_cfa());
}

[[gnu::always_inline]] inline void access(const void* address, std::size_t size, AccessKind kind) {
  if (explorer::LogicalThread* thread = self; thread != nullptr && size > 0) {
    thread->frames.grow(bottom_of_caller());
    explorer::check_access(*thread, reinterpret_cast<std::uintptr_t>(address), size, kind);
  }
}

}  // namespace

#define EXPLORER_PLAIN(prefix, size)                              \
  EXPLORER_HOOK void __tsan_##prefix##read##size(void* p) {       \
    access(p, size, AccessKind::read);                            \
  }                                                               \
  EXPLORER_HOOK void __tsan_##prefix##write##size(void* p) {      \
    access(p, size, AccessKind::write);                           \
  }                                                               \
  EXPLORER_HOOK void __tsan_##prefix##read_write##size(void* p) { \
    access(p, size, AccessKind::write);                           \
  }

#define EXPLORER_PLAIN_SIZES(prefix) \
  EXPLORER_PLAIN(prefix, 1)          \
  EXPLORER_PLAIN(prefix, 2)          \
  EXPLORER_PLAIN(prefix, 4)          \
  EXPLORER_PLAIN(prefix, 8)          \
  EXPLORER_PLAIN(prefix, 16)

EXPLORER_PLAIN_SIZES()
EXPLORER_PLAIN_SIZES(unaligned_)
EXPLORER_PLAIN_SIZES(volatile_)
EXPLORER_PLAIN_SIZES(unaligned_volatile_)

EXPLORER_HOOK void __tsan_read_range(void* p, std::size_t size) {
  access(p, size, AccessKind::read);
}
EXPLORER_HOOK void __tsan_write_range(void* p, std::size_t size) {
  access(p, size, AccessKind::write);
}

EXPLORER_HOOK void __tsan_vptr_read(void** p) {
  access(p, sizeof *p, AccessKind::read);
}
// Setting the pointer that is there already, as destructors do, is no conflict with a reader.
EXPLORER_HOOK void __tsan_vptr_update(void** p, void* value) {
  access(p, sizeof *p, *p == value ? AccessKind::read : AccessKind::write);
}

EXPLORER_HOOK void __tsan_init() {}
EXPLORER_HOOK void __tsan_func_entry(void*) {
  if (explorer::LogicalThread* thread = self; thread != nullptr) {
    thread->frames.enter(bottom_of_caller(), thread->clock.own(thread->id));
  }
}
EXPLORER_HOOK void __tsan_func_exit() {
  if (explorer::LogicalThread* thread = self; thread != nullptr) {
    explorer::leave_frame(*thread, bottom_of_caller());
  }
}
EXPLORER_HOOK void __tsan_ignore_thread_begin() {}
EXPLORER_HOOK void __tsan_ignore_thread_end() {}

EXPLORER_HOOK void* __tsan_memcpy(void* to, const void* from, std::size_t size) {
  access(from, size, AccessKind::read);
  access(to, size, AccessKind::write);
  return memcpy(to, from, size);
}
EXPLORER_HOOK void* __tsan_memmove(void* to, const void* from, std::size_t size) {
  access(from, size, AccessKind::read);
  access(to, size, AccessKind::write);
  return memmove(to, from, size);
}
EXPLORER_HOOK void* __tsan_memset(void* to, int value, std::size_t size) {
  access(to, size, AccessKind::write);
  return memset(to, value, size);
}
