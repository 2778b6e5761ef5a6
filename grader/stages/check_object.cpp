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

bool holds(const ForeignNames::Names& names, const ObjectSymbol& symbol) {
  return names.find(symbol.name) != names.end();
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

// What nobody has is left to the linker, which can tell where it is used.
std::optional<Rejection> check_wanted(const ObjectSymbol& symbol, const ForeignNames& foreign) {
  if (is_instrumentation(symbol.name)) return std::nullopt;
  const bool is_ours = holds(foreign.ours, symbol) || holds(foreign.copies, symbol);
  if (belongs_to_judges(symbol.name) || (is_ours && !holds(foreign.libraries, symbol))) {
    return forbid(fmt::format("it uses '{}', which belongs to the judges", readable(symbol.name)),
                  "A submission is judged as it is: leave the tests' and the judges' own names "
                  "alone.");
  }
  if (const auto remedy = out_of_bounds(symbol.name)) {
    return forbid(fmt::format("it uses '{}', which no lab needs", symbol.name),
                  std::string(*remedy));
  }
  return std::nullopt;
}

// Copies of inline functions and of templates are everywhere, and all the same. What our own
// objects leave to a library is no such copy: they were compiled with the same headers.
bool is_copy(const ObjectSymbol& symbol, const ForeignNames& foreign) {
  if (symbol.binding != ObjectSymbol::Binding::weak) return false;
  if (is_compilers_own(symbol.name)) return true;
  const bool left_to_library = holds(foreign.wanted, symbol) && holds(foreign.libraries, symbol);
  return is_mangled(symbol.name) && !is_replaceable(symbol.name) && !holds(foreign.ours, symbol) &&
         !left_to_library;
}

std::optional<Rejection> check_offered(const ObjectSymbol& symbol, const ForeignNames& foreign) {
  if (symbol.is_indirect) {
    return forbid(fmt::format("'{}' is an ifunc, whose code runs before the judge is there",
                              readable(symbol.name)),
                  "Write an ordinary function.");
  }
  const bool is_known = holds(foreign.libraries, symbol) || holds(foreign.ours, symbol) ||
                        holds(foreign.copies, symbol);
  const bool takes_place = is_known && !is_copy(symbol, foreign);
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

ForeignNames foreign_names(const std::vector<std::filesystem::path>& objects) {
  ForeignNames names;
  for (const auto& library : own_libraries()) {
    if (!is_runtime(library)) continue;
    for (ObjectSymbol& symbol : read_object(library).symbols) {
      if (symbol.defined) names.libraries.insert(std::move(symbol.name));
    }
  }
  for (const auto& object : objects) {
    for (ObjectSymbol& symbol : read_object(object).symbols) {
      if (symbol.binding == ObjectSymbol::Binding::local) continue;
      const bool once = symbol.binding == ObjectSymbol::Binding::global;
      auto& kind = !symbol.defined ? names.wanted : once ? names.ours : names.copies;
      kind.insert(std::move(symbol.name));
    }
  }
  return names;
}

std::optional<Rejection> check_object(const ObjectFile& object, const ForeignNames& foreign) {
  for (const ObjectSection& section : object.sections) {
    if (auto found = check_section(section)) return found;
  }
  for (const ObjectSymbol& symbol : object.symbols) {
    if (symbol.name.empty()) continue;
    if (symbol.binding == ObjectSymbol::Binding::local && !symbol.is_indirect) continue;
    if (auto found =
            symbol.defined ? check_offered(symbol, foreign) : check_wanted(symbol, foreign)) {
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace grader
