#include "explorer/record/object_names.h"

#include <string.h>

#include "explorer/result.h"

namespace explorer {

namespace {

constexpr std::uint32_t kMaxNames = 64;

struct Name {
  std::uintptr_t address;
  std::size_t bytes;
  char text[sizeof(Object::name)];
};

struct Names {
  Name all[kMaxNames];
  std::uint32_t count;
};
Names names;

}  // namespace

void forget_object_names() {
  names.count = 0;
}

void set_object_name(std::uintptr_t address, std::size_t bytes, const char* name) {
  if (names.count == kMaxNames) return;
  Name& entry = names.all[names.count++];
  entry.address = address;
  entry.bytes = bytes;
  strncpy(entry.text, name, sizeof entry.text - 1);
  entry.text[sizeof entry.text - 1] = '\0';
}

const char* name_of_object(std::uintptr_t address) {
  for (std::uint32_t i = names.count; i > 0; i--) {
    const Name& entry = names.all[i - 1];
    if (address - entry.address < entry.bytes) return entry.text;
  }
  return nullptr;
}

}  // namespace explorer
