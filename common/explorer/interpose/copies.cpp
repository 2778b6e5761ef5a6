// memcpy, memmove and memset as calls: compilers do not announce them to hooks.
//
// Called from instrumented code they are accesses like others; from a library they are its affair.
// The hooks get their real names when the library is put together (see CMakeLists.txt), where the
// runtime's own calls are turned to the plain ones: it must not watch itself.
#include <cstddef>
#include <cstdint>

#include "explorer/interpose/real.h"
#include "explorer/schedule/access.h"
#include "explorer/schedule/run.h"

using namespace explorer;

namespace {

void access(const void* address, std::size_t size, AccessKind kind, std::uintptr_t caller) {
  LogicalThread* thread = self;
  if (thread == nullptr || size == 0 || !run.globals.is_code(caller)) return;
  check_access(*thread, reinterpret_cast<std::uintptr_t>(address), size, kind);
}

// Sixteen bytes at any address.
using Block = std::uint64_t __attribute__((vector_size(16), aligned(1), may_alias));
using Word = std::uint64_t __attribute__((aligned(1), may_alias));

}  // namespace

// The compiler must not turn these loops back into calls of what they define.
#if defined(__GNUC__) && !defined(__clang__)
#define EXPLORER_KEEP_LOOP __attribute__((optimize("no-tree-loop-distribute-patterns")))
#else
#define EXPLORER_KEEP_LOOP __attribute__((no_builtin))
#endif

EXPLORER_HOOK EXPLORER_KEEP_LOOP void* explorer_plain_memcpy(void* to, const void* from,
                                                             std::size_t size) {
  auto* target = static_cast<unsigned char*>(to);
  const auto* source = static_cast<const unsigned char*>(from);
#if defined(__x86_64__)
  if (size >= 128) {
    asm volatile("rep movsb" : "+D"(target), "+S"(source), "+c"(size) : : "memory");
    return to;
  }
#endif
  while (size >= 8) {
    *reinterpret_cast<Word*>(target) = *reinterpret_cast<const Word*>(source);
    target += 8;
    source += 8;
    size -= 8;
  }
  while (size-- > 0)
    *target++ = *source++;
  return to;
}

EXPLORER_HOOK EXPLORER_KEEP_LOOP void* explorer_plain_memmove(void* to, const void* from,
                                                              std::size_t size) {
  const auto distance =
      reinterpret_cast<std::uintptr_t>(to) - reinterpret_cast<std::uintptr_t>(from);
  if (distance >= size) return explorer_plain_memcpy(to, from, size);
  auto* target = static_cast<unsigned char*>(to);
  const auto* source = static_cast<const unsigned char*>(from);
  while (size-- > 0)
    target[size] = source[size];
  return to;
}

EXPLORER_HOOK EXPLORER_KEEP_LOOP void* explorer_plain_memset(void* to, int value,
                                                             std::size_t size) {
  auto* target = static_cast<unsigned char*>(to);
#if defined(__x86_64__)
  if (size >= 2048) {
    asm volatile("rep stosb" : "+D"(target), "+c"(size) : "a"(value) : "memory");
    return to;
  }
#endif
  const std::uint64_t word = 0x0101010101010101ull * static_cast<unsigned char>(value);
  const Block block = {word, word};
  while (size >= 64) {
    reinterpret_cast<Block*>(target)[0] = block;
    reinterpret_cast<Block*>(target)[1] = block;
    reinterpret_cast<Block*>(target)[2] = block;
    reinterpret_cast<Block*>(target)[3] = block;
    target += 64;
    size -= 64;
  }
  while (size >= 8) {
    *reinterpret_cast<Word*>(target) = word;
    target += 8;
    size -= 8;
  }
  while (size-- > 0)
    *target++ = static_cast<unsigned char>(value);
  return to;
}

EXPLORER_HOOK void* explorer_hook_memcpy(void* to, const void* from, std::size_t size) {
  access(from, size, AccessKind::read, EXPLORER_CALLER());
  access(to, size, AccessKind::write, EXPLORER_CALLER());
  return explorer_plain_memcpy(to, from, size);
}

EXPLORER_HOOK void* explorer_hook_memmove(void* to, const void* from, std::size_t size) {
  access(from, size, AccessKind::read, EXPLORER_CALLER());
  access(to, size, AccessKind::write, EXPLORER_CALLER());
  return explorer_plain_memmove(to, from, size);
}

EXPLORER_HOOK void* explorer_hook_memset(void* to, int value, std::size_t size) {
  access(to, size, AccessKind::write, EXPLORER_CALLER());
  return explorer_plain_memset(to, value, size);
}
