#include "explorer/memory/globals.h"

#include <elf.h>
#include <link.h>
#include <string.h>
#include <unistd.h>

namespace explorer {

namespace {

struct Segments {
  std::uintptr_t base = 0;
  std::uintptr_t code = 0, code_end = 0;
  std::uintptr_t data = 0, data_end = 0;
  std::uintptr_t end = 0;
};

// The first object that the loader lists is the executable.
int read_segments(dl_phdr_info* info, std::size_t, void* result) {
  auto& segments = *static_cast<Segments*>(result);
  segments.base = info->dlpi_addr;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr)& header = info->dlpi_phdr[i];
    if (header.p_type != PT_LOAD) continue;
    const std::uintptr_t from = info->dlpi_addr + header.p_vaddr;
    const std::uintptr_t to = from + header.p_memsz;
    if ((header.p_flags & PF_X) != 0) segments.code = from, segments.code_end = to;
    if ((header.p_flags & PF_W) != 0) segments.data = from, segments.data_end = to;
    if (to > segments.end) segments.end = to;
  }
  return 1;
}

}  // namespace

void Globals::locate() {
  Segments segments;
  dl_iterate_phdr(read_segments, &segments);
  module_base_ = segments.base;
  module_size_ = segments.end - segments.base;
  code_from_ = segments.code;
  code_size_ = segments.code_end - segments.code;
  from_ = segments.data;
  size_ = segments.data_end - segments.data;
  // Between the executable and the end of the heap nothing else is mapped.
  heap_from_ = segments.end;
  heap_size_ = reinterpret_cast<std::uintptr_t>(sbrk(0)) - heap_from_;
  saved_.reserve(kMaxSaved);
}

void Globals::save(std::uintptr_t address, std::size_t size) {
  for (std::uintptr_t word = address & ~std::uintptr_t{7}; word < address + size; word += 8) {
    if (count_ == kMaxSaved) return;
    saved_[count_].address = word;
    memcpy(&saved_[count_].content, reinterpret_cast<void*>(word), 8);
    count_++;
  }
}

// Backwards, so that of several copies of a word the oldest wins.
void Globals::restore() {
  while (count_ > 0) {
    const Word& word = saved_[--count_];
    memcpy(reinterpret_cast<void*>(word.address), &word.content, 8);
  }
}

}  // namespace explorer
