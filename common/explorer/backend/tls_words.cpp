#include "explorer/backend/tls_words.h"

#include <errno.h>
#include <link.h>

#include <algorithm>

namespace explorer {

SharedTls shared_tls;

namespace {

struct Places {
  std::uintptr_t* words[TlsWords::kMost];
  std::uint32_t count;
  int* error;
};
Places places;

struct Look {
  std::size_t own_size;
  bool is_executable;  // it comes first
  bool possible;
};

void add_words(void* block, std::size_t size, Look& look) {
  const std::size_t count = size / sizeof(std::uintptr_t);
  if (size % sizeof(std::uintptr_t) != 0 || places.count + count > TlsWords::kMost) {
    look.possible = false;
    return;
  }
  for (std::size_t word = 0; word < count; word++)
    places.words[places.count++] = static_cast<std::uintptr_t*>(block) + word;
}

void extend_block(std::uintptr_t begin, std::size_t size) {
  SharedTls& block = shared_tls;
  const std::uintptr_t end = block.size == 0 ? begin : block.begin + block.size;
  block.begin = block.size == 0 ? begin : std::min(block.begin, begin);
  block.size = std::max(end, begin + size) - block.begin;
}

int look_at_module(dl_phdr_info* info, std::size_t, void* argument) {
  Look& look = *static_cast<Look*>(argument);
  const bool is_executable = look.is_executable;
  look.is_executable = false;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr)& header = info->dlpi_phdr[i];
    if (header.p_type != PT_TLS || info->dlpi_tls_data == nullptr) continue;
    const auto begin = reinterpret_cast<std::uintptr_t>(info->dlpi_tls_data);
    extend_block(begin, header.p_memsz);
    const auto error = reinterpret_cast<std::uintptr_t>(places.error);
    if (error - begin < header.p_memsz) continue;  // the C library: errno, and what stays the same
    if (is_executable) {
      look.possible = look.possible && header.p_memsz == look.own_size;
    } else {
      add_words(info->dlpi_tls_data, header.p_memsz, look);
    }
  }
  return 0;
}

}  // namespace

bool find_tls_words(std::size_t own_size) {
  constexpr std::uintptr_t kLargestBlock = 1 << 16;
  places.error = &errno;
  Look look{.own_size = own_size, .is_executable = true, .possible = true};
  dl_iterate_phdr(look_at_module, &look);
  if (look.possible && shared_tls.size <= kLargestBlock) return true;
  places = {};
  shared_tls = {};
  return false;
}

void exchange_tls_words(TlsWords& goes, const TlsWords& comes) {
  for (std::uint32_t word = 0; word < places.count; word++) {
    goes.words[word] = *places.words[word];
    *places.words[word] = comes.words[word];
  }
  goes.error = *places.error;
  *places.error = comes.error;
}

void clear_tls_words(TlsWords& words) {
  for (std::uint32_t word = 0; word < places.count; word++)
    words.words[word] = 0;
  words.error = 0;
}

}  // namespace explorer
