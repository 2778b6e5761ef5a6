// malloc and its family: the heap of the schedule for logical threads, the C library's for all
// others.
//
// What the C library itself allocates outlives a schedule (the buffer of stdout), so that it goes
// to the C library too; what is freed goes back to where it came from. What a global variable had
// before the first schedule is not freed inside one: it will be there again in the next.
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include <cstddef>
#include <cstdint>

#include "explorer/interpose/c_library.h"
#include "explorer/interpose/real.h"
#include "explorer/memory/heap.h"
#include "explorer/schedule/access.h"
#include "explorer/schedule/run.h"

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);
}

using namespace explorer;

namespace {

constexpr std::size_t kDefaultAlignment = 16;

bool for_schedule(const LogicalThread* thread, std::uintptr_t caller) {
  return thread != nullptr && !in_c_library(caller);
}

void release(void* memory, std::uintptr_t caller) {
  if (memory == nullptr) return;
  if (!Heap::contains(memory)) {
    if (!for_schedule(self, caller)) __libc_free(memory);
    return;
  }
  // From the driver, or from the C library: a schedule's memory is forgotten with it.
  LogicalThread* thread = self;
  if (thread != nullptr) free_block(*thread, memory, run.globals.is_code(caller));
}

void* aligned(std::size_t alignment, std::size_t size, std::uintptr_t caller) {
  LogicalThread* thread = self;
  if (for_schedule(thread, caller)) return allocate(*thread, size, alignment);
  return __libc_memalign(alignment, size);
}

}  // namespace

EXPLORER_HOOK void* malloc(std::size_t size) noexcept {
  LogicalThread* thread = self;
  if (for_schedule(thread, EXPLORER_CALLER())) return allocate(*thread, size, kDefaultAlignment);
  return __libc_malloc(size);
}

EXPLORER_HOOK void* calloc(std::size_t count, std::size_t size) noexcept {
  LogicalThread* thread = self;
  if (!for_schedule(thread, EXPLORER_CALLER())) return __libc_calloc(count, size);
  std::size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) {
    errno = ENOMEM;
    return nullptr;
  }
  return memset(allocate(*thread, bytes, kDefaultAlignment), 0, bytes);
}

EXPLORER_HOOK void* realloc(void* memory, std::size_t size) noexcept {
  LogicalThread* thread = self;
  const bool scheduled =
      Heap::contains(memory) || (memory == nullptr && for_schedule(thread, EXPLORER_CALLER()));
  if (thread == nullptr || !scheduled) return __libc_realloc(memory, size);
  void* moved = allocate(*thread, size, kDefaultAlignment);
  if (memory == nullptr) return moved;
  const std::size_t before = Heap::block(memory).size;
  memcpy(moved, memory, before < size ? before : size);
  release(memory, EXPLORER_CALLER());
  return moved;
}

EXPLORER_HOOK void free(void* memory) noexcept {
  release(memory, EXPLORER_CALLER());
}

EXPLORER_HOOK void* memalign(std::size_t alignment, std::size_t size) noexcept {
  return aligned(alignment, size, EXPLORER_CALLER());
}
EXPLORER_HOOK void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
  return aligned(alignment, size, EXPLORER_CALLER());
}
EXPLORER_HOOK int posix_memalign(void** result, std::size_t alignment, std::size_t size) noexcept {
  *result = aligned(alignment, size, EXPLORER_CALLER());
  return *result != nullptr ? 0 : ENOMEM;
}
EXPLORER_HOOK std::size_t malloc_usable_size(void* memory) noexcept {
  if (memory != nullptr && Heap::contains(memory)) return Heap::block(memory).size;
  return EXPLORER_REAL(malloc_usable_size)(memory);
}
