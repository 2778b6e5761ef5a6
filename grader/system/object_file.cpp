#include "grader/system/object_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <gelf.h>
#include <link.h>

#include <memory>

#include "grader/model/error.hpp"
#include "grader/system/unique_fd.hpp"

namespace grader {
namespace {

using Handle = std::unique_ptr<Elf, decltype(&::elf_end)>;

std::string text_at(Elf* elf, std::size_t table, std::size_t offset) {
  const char* text = ::elf_strptr(elf, table, offset);
  return text == nullptr ? "" : text;
}

ObjectSymbol::Binding binding_of(const GElf_Sym& symbol) {
  switch (GELF_ST_BIND(symbol.st_info)) {
    case STB_LOCAL:
      return ObjectSymbol::Binding::local;
    case STB_WEAK:
    case STB_GNU_UNIQUE:  // a copy, too: of a static member of a template
      return ObjectSymbol::Binding::weak;
    default:
      return ObjectSymbol::Binding::global;
  }
}

void add_symbols(Elf* elf, Elf_Scn* section, const GElf_Shdr& header, ObjectFile& file) {
  Elf_Data* data = ::elf_getdata(section, nullptr);
  if (data == nullptr || header.sh_entsize == 0) return;
  const auto count = static_cast<int>(header.sh_size / header.sh_entsize);
  for (int i = 1; i < count; ++i) {
    GElf_Sym symbol{};
    if (::gelf_getsym(data, i, &symbol) == nullptr) return;
    const auto type = GELF_ST_TYPE(symbol.st_info);
    if (type == STT_SECTION || type == STT_FILE) continue;
    file.symbols.push_back({text_at(elf, header.sh_link, symbol.st_name), binding_of(symbol),
                            symbol.st_shndx != SHN_UNDEF, type == STT_GNU_IFUNC});
  }
}

}  // namespace

ObjectFile read_object(const std::filesystem::path& path) {
  static const unsigned kVersion = ::elf_version(EV_CURRENT);
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  const Handle elf(fd ? ::elf_begin(fd.get(), ELF_C_READ_MMAP, nullptr) : nullptr, &::elf_end);
  std::size_t names = 0;
  if (kVersion == EV_NONE || !elf || ::elf_getshdrstrndx(elf.get(), &names) != 0) {
    throw Error(fmt::format("'{}' is no object file", path.string()));
  }
  ObjectFile file;
  file.sections.emplace_back();
  Elf_Scn* section = nullptr;
  GElf_Ehdr head{};
  const bool shared = ::gelf_getehdr(elf.get(), &head) != nullptr && head.e_type == ET_DYN;
  while ((section = ::elf_nextscn(elf.get(), section)) != nullptr) {
    GElf_Shdr header{};
    if (::gelf_getshdr(section, &header) == nullptr) break;
    file.sections.push_back({text_at(elf.get(), names, header.sh_name), header.sh_size});
    if (header.sh_type == (shared ? SHT_DYNSYM : SHT_SYMTAB)) {
      add_symbols(elf.get(), section, header, file);
    }
  }
  return file;
}

std::vector<std::filesystem::path> own_libraries() {
  std::vector<std::filesystem::path> libraries;
  const auto add = [](dl_phdr_info* info, std::size_t, void* into) {
    if (info->dlpi_name != nullptr && info->dlpi_name[0] == '/') {
      static_cast<std::vector<std::filesystem::path>*>(into)->emplace_back(info->dlpi_name);
    }
    return 0;
  };
  ::dl_iterate_phdr(add, &libraries);
  return libraries;
}

}  // namespace grader
