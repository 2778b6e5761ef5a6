#pragma once

#include <optional>
#include <string_view>

// What the linker's names say: whose something is, and whether a submission may use it. Pure.
namespace grader {

// Is it the name of something of C++, with its types?
[[nodiscard]] bool is_mangled(std::string_view symbol);

// What compilers name by themselves and repeat in each object that needs it: no source text
// could define it.
[[nodiscard]] bool is_compilers_own(std::string_view symbol);

// The sanitizers' runtimes and the explorer; and of those, what a compiler calls in code that it
// instruments.
[[nodiscard]] bool belongs_to_judges(std::string_view symbol);
[[nodiscard]] bool is_instrumentation(std::string_view symbol);

// operator new and delete: one definition replaces the library's, inline or not.
[[nodiscard]] bool is_replaceable(std::string_view symbol);

// Why no submission may call a C function, and what to do instead. Most may be called: only what
// reaches out of the test's own process, or changes what code there is in it, is out of bounds.
[[nodiscard]] std::optional<std::string_view> out_of_bounds(std::string_view symbol);

}  // namespace grader
