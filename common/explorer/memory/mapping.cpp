#include "explorer/memory/mapping.h"

#include <sys/mman.h>

#include "explorer/interpose/real.h"

namespace explorer {

namespace {

constexpr int kProtection = PROT_READ | PROT_WRITE;
constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;

}  // namespace

void* map_anywhere(std::size_t bytes) {
  void* memory = mmap(nullptr, bytes, kProtection, kFlags, -1, 0);
  if (memory == MAP_FAILED) die("explorer: cannot reserve memory; raise the address space limit");
  return memory;
}

void* map_at(std::uintptr_t address, std::size_t bytes) {
  void* wanted = reinterpret_cast<void*>(address);
  void* memory = mmap(wanted, bytes, kProtection, kFlags | MAP_FIXED_NOREPLACE, -1, 0);
  if (memory != wanted) die("explorer: cannot map its heap at its fixed address");
  return memory;
}

}  // namespace explorer
