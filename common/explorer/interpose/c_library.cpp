#include "explorer/interpose/c_library.h"

#include <link.h>
#include <string.h>

namespace explorer {

namespace {

struct Range {
  std::uintptr_t from;
  std::uintptr_t size;
};
Range c_library;

int find_c_library(dl_phdr_info* info, std::size_t, void*) {
  if (info->dlpi_name == nullptr || strstr(info->dlpi_name, "/libc.so") == nullptr) return 0;
  std::uintptr_t end = 0;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr)& header = info->dlpi_phdr[i];
    if (header.p_type == PT_LOAD && header.p_vaddr + header.p_memsz > end) {
      end = header.p_vaddr + header.p_memsz;
    }
  }
  c_library = Range{.from = info->dlpi_addr, .size = end};
  return 1;
}

}  // namespace

void locate_c_library() {
  dl_iterate_phdr(find_c_library, nullptr);
}

bool in_c_library(std::uintptr_t pc) {
  return pc - c_library.from < c_library.size;
}

}  // namespace explorer
