#include "grader/stages/check_object.hpp"

#include <cxxabi.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

#include "grader/stages/check_object_names.hpp"

namespace grader {
namespace {

std::string readable(const std::string& symbol) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(symbol.c_str(), nullptr, nullptr, &status), &std::free);
  return status == 0 ? name.get() : symbol;
}

Rejection forbid(std::string message, std::string detail) {
  return {Verdict::forbidden, std::move(message), std::move(detail)};
}

// The compilers start ThreadSanitizer before all else, with one entry of their own.
bool is_sanitizers_start(const ObjectSection& section) {
  constexpr std::uint64_t kOneEntry = 8;
  return (section.name == ".init_array.00099" || section.name == ".init_array.0") &&
         section.size == kOneEntry;
}

std::optional<Rejection> check_section(const ObjectSection& section) {
  const std::string_view name = section.name;
  const bool early = name.starts_with(".preinit_array") || name.starts_with(".init_array.") ||
                     name.starts_with(".ctors") || name == ".init" || name == ".fini";
  if (!early || is_sanitizers_start(section)) return std::nullopt;
  return forbid(
      fmt::format("it has code for '{}', which would run before the judge is there", name),
      "Initialise objects in the ordinary way, without priorities or sections.");
}

// C++ names that nobody defines are left to the linker, which can tell where they are used.
std::optional<Rejection> check_wanted(const ObjectSymbol& symbol, const ReservedNames& reserved) {
  if (is_instrumentation(symbol.name)) return std::nullopt;
  const bool of_tests = is_mangled(symbol.name) && !is_of_cxx_library(symbol.name) &&
                        reserved.count(symbol.name) != 0;
  if (of_tests || belongs_to_judges(symbol.name)) {
    return forbid(fmt::format("it uses '{}', which belongs to the judges", readable(symbol.name)),
                  "A submission is judged as it is: leave the tests' and the judges' own names "
                  "alone.");
  }
  const bool optional = symbol.binding == ObjectSymbol::Binding::weak;
  if (is_mangled(symbol.name) || optional || is_harmless_c(symbol.name)) return std::nullopt;
  return forbid(fmt::format("it uses '{}', which no lab needs", readable(symbol.name)),
                "Processes, signals to others, the network and raw memory maps are out of bounds; "
                "the C++ library and threading/futex.hpp suffice.");
}

std::optional<Rejection> check_offered(const ObjectSymbol& symbol, const ReservedNames& reserved) {
  if (symbol.is_indirect) {
    return forbid(fmt::format("'{}' is an ifunc, whose code runs before the judge is there",
                              readable(symbol.name)),
                  "Write an ordinary function.");
  }
  // Copies of inline functions and of templates are everywhere, and all the same; so are those of
  // what compilers name, which no source text could.
  const bool by_compiler = symbol.name.find('.') != std::string::npos;
  const bool is_copy = symbol.binding == ObjectSymbol::Binding::weak &&
                       (by_compiler || is_mangled(symbol.name)) && !is_replaceable(symbol.name);
  const bool takes_place = reserved.count(symbol.name) != 0 && !is_copy;
  if (!takes_place && !belongs_to_judges(symbol.name)) return std::nullopt;
  return forbid(fmt::format("it defines '{}', which is reserved", readable(symbol.name)),
                "That name is taken by the C++ library, the system or the tests: choose another, "
                "or put it into a namespace of your own.");
}

// Those that test programs run with, too.
bool is_runtime(const std::filesystem::path& library) {
  constexpr std::array<std::string_view, 4> kRuntimes = {"libc.", "libm.", "libstdc++.",
                                                         "libgcc_s."};
  const std::string name = library.filename().string();
  return std::any_of(kRuntimes.begin(), kRuntimes.end(),
                     [&](std::string_view each) { return name.starts_with(each); });
}

}  // namespace

ReservedNames reserved_names(const std::vector<std::filesystem::path>& objects) {
  std::vector<std::filesystem::path> files = own_libraries();
  std::erase_if(files, [](const auto& library) { return !is_runtime(library); });
  files.insert(files.end(), objects.begin(), objects.end());
  ReservedNames names;
  for (const auto& file : files) {
    for (ObjectSymbol& symbol : read_object(file).symbols) {
      if (symbol.defined && symbol.binding != ObjectSymbol::Binding::local) {
        names.insert(std::move(symbol.name));
      }
    }
  }
  return names;
}

std::optional<Rejection> check_object(const ObjectFile& object, const ReservedNames& reserved) {
  for (const ObjectSection& section : object.sections) {
    if (auto found = check_section(section)) return found;
  }
  for (const ObjectSymbol& symbol : object.symbols) {
    if (symbol.name.empty()) continue;
    if (symbol.binding == ObjectSymbol::Binding::local && !symbol.is_indirect) continue;
    if (auto found =
            symbol.defined ? check_offered(symbol, reserved) : check_wanted(symbol, reserved)) {
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace grader
