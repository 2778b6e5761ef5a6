#pragma once

#include <string_view>

// What the linker's names say: whose something is, and whether a submission may use it. Pure.
namespace grader {

// Is it the name of something of C++, with its types?
[[nodiscard]] bool is_mangled(std::string_view symbol);

// Something of namespace std, or of what compilers put beside it.
[[nodiscard]] bool is_of_cxx_library(std::string_view symbol);

// The harmless part of the C library and what compilers call by themselves. Not: processes,
// signals to others, the network, maps of memory, the loader.
[[nodiscard]] bool is_harmless_c(std::string_view symbol);

// The harness, the explorer, the sanitizers' runtimes; and of those, what a compiler calls in
// code that it instruments.
[[nodiscard]] bool belongs_to_judges(std::string_view symbol);
[[nodiscard]] bool is_instrumentation(std::string_view symbol);

// operator new and delete: one definition replaces the library's, inline or not.
[[nodiscard]] bool is_replaceable(std::string_view symbol);

}  // namespace grader
