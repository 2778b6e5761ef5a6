// What the standard library keeps for a thread in its TLS block: the exceptions that it handles,
// the function of its call_once, errno.
//
// Where a program has no thread_local variables of its own, these few words are all in which the
// TLS blocks of two threads differ. Then fibers share the driver's block and carry the words over,
// which costs less than a new thread pointer: much less where that takes a system call.
#pragma once

#include <cstddef>
#include <cstdint>

namespace explorer {

struct TlsWords {
  static constexpr std::uint32_t kMost = 16;
  std::uintptr_t words[kMost];
  int error;
};

// Looks at the TLS block of the calling thread, the driver's. False: this program needs a block for
// each thread. `own_size`: that of the explorer's own thread_local variables, not among the words.
// A library with thread_local variables that came later, outside the block, makes it false, too.
[[nodiscard]] bool find_tls_words(std::size_t own_size);

// Puts the words away for the thread that goes, and in place those of the one that comes.
void exchange_tls_words(TlsWords& goes, const TlsWords& comes);

// As a new thread has them.
void clear_tls_words(TlsWords& words);

// The block that fibers share, the C library's part of it included; of no bytes where there is
// none.
struct SharedTls {
  std::uintptr_t begin;
  std::uintptr_t size;
};
extern SharedTls shared_tls;

// Does this lie in the block that fibers share? Then it belongs to whichever thread runs: no two
// threads meet there.
[[nodiscard]] inline bool in_shared_tls(std::uintptr_t address) {
  return address - shared_tls.begin < shared_tls.size;
}

}  // namespace explorer
