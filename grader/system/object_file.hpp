#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace grader {

// What an ELF file (an object, a shared library) says that it holds and wants, as far as the
// checks before a link ask. Read with libelf; nothing of it is executed.
struct ObjectSymbol {
  enum class Binding : std::uint8_t { local, global, weak };

  std::string name;  // as the linker knows it
  Binding binding = Binding::local;
  bool defined = false;
  bool is_indirect = false;  // an ifunc: code that runs while the program is still being loaded
};

struct ObjectSection {
  std::string name;
  std::uint64_t size = 0;
};

struct ObjectFile {
  std::vector<ObjectSection> sections;  // by index; the first stands for none
  std::vector<ObjectSymbol> symbols;
};

// Of an object: its symbols. Of a shared library: those that it shows to others. Throws Error
// where the file is none of both.
[[nodiscard]] ObjectFile read_object(const std::filesystem::path& file);

// The shared libraries that this very program runs with: the compiler's, the C library's.
[[nodiscard]] std::vector<std::filesystem::path> own_libraries();

}  // namespace grader
