// operator new and delete, in front of malloc: so that the caller of `delete` is known, which
// decides whether an access elsewhere must be ordered with it.
#include <cstddef>
#include <cstdint>
#include <new>

#include "explorer/interpose/real.h"
#include "explorer/memory/heap.h"
#include "explorer/schedule/access.h"
#include "explorer/schedule/run.h"

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);
}

using namespace explorer;

namespace {

constexpr std::size_t kDefaultAlignment = __STDCPP_DEFAULT_NEW_ALIGNMENT__;

void* obtain(std::size_t size, std::size_t alignment) {
  if (LogicalThread* thread = self; thread != nullptr) return allocate(*thread, size, alignment);
  if (size == 0) size = 1;
  return alignment > kDefaultAlignment ? __libc_memalign(alignment, size) : __libc_malloc(size);
}

[[noreturn]] void out_of_memory() {
  // Not std::bad_alloc: the runtime is compiled without exceptions, and the C library grants every
  // request that the address space has room for.
  die("explorer: out of memory");
}

void* obtain_or_die(std::size_t size, std::size_t alignment) {
  void* memory = obtain(size, alignment);
  if (memory == nullptr) out_of_memory();
  return memory;
}

void give_back(void* memory, std::uintptr_t caller) {
  if (memory == nullptr) return;
  if (!Heap::contains(memory)) {
    // A global variable's, from before the first schedule: it has it again in the next.
    if (self == nullptr) __libc_free(memory);
    return;
  }
  if (LogicalThread* thread = self; thread != nullptr) {
    free_block(*thread, memory, run.globals.is_code(caller));
  }
}

constexpr std::size_t bytes(std::align_val_t alignment) {
  return static_cast<std::size_t>(alignment);
}

}  // namespace

EXPLORER_EXPORT void* operator new(std::size_t size) {
  return obtain_or_die(size, kDefaultAlignment);
}
EXPLORER_EXPORT void* operator new[](std::size_t size) {
  return obtain_or_die(size, kDefaultAlignment);
}
EXPLORER_EXPORT void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return obtain(size, kDefaultAlignment);
}
EXPLORER_EXPORT void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return obtain(size, kDefaultAlignment);
}
EXPLORER_EXPORT void* operator new(std::size_t size, std::align_val_t alignment) {
  return obtain_or_die(size, bytes(alignment));
}
EXPLORER_EXPORT void* operator new[](std::size_t size, std::align_val_t alignment) {
  return obtain_or_die(size, bytes(alignment));
}
EXPLORER_EXPORT void operator delete(void* memory) noexcept {
  give_back(memory, EXPLORER_CALLER());
}
EXPLORER_EXPORT void operator delete[](void* memory) noexcept {
  give_back(memory, EXPLORER_CALLER());
}
EXPLORER_EXPORT void operator delete(void* memory, std::size_t) noexcept {
  give_back(memory, EXPLORER_CALLER());
}
EXPLORER_EXPORT void operator delete[](void* memory, std::size_t) noexcept {
  give_back(memory, EXPLORER_CALLER());
}
EXPLORER_EXPORT void operator delete(void* memory, const std::nothrow_t&) noexcept {
  give_back(memory, EXPLORER_CALLER());
}
EXPLORER_EXPORT void operator delete[](void* memory, const std::nothrow_t&) noexcept {
  give_back(memory, EXPLORER_CALLER());
}
EXPLORER_EXPORT void operator delete(void* memory, std::align_val_t) noexcept {
  give_back(memory, EXPLORER_CALLER());
}
EXPLORER_EXPORT void operator delete[](void* memory, std::align_val_t) noexcept {
  give_back(memory, EXPLORER_CALLER());
}
EXPLORER_EXPORT void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  give_back(memory, EXPLORER_CALLER());
}
EXPLORER_EXPORT void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
  give_back(memory, EXPLORER_CALLER());
}
