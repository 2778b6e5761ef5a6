#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/model/lab_spec.hpp"
#include "grader/model/submission.hpp"
#include "grader/stages/scan_regions.hpp"

// What no submission may hold, whatever the lab: whatever could hide code from a judge, or from
// the checks before it. Ordinary C++20 holds none of it. Each returns the first find as a
// rejection with file, line and remedy. Pure.
namespace grader {

// Of a file as it was submitted: line directives, with which text could pass for another file's.
[[nodiscard]] std::optional<Rejection> scan_raw(const std::string& file,
                                                const std::vector<Token>& tokens);

// Of what the preprocessor made of it, where nothing is pasted, spliced or hidden in a macro any
// more: assembly, attributes and pragmas that switch the sanitizer off or change how the program
// starts, the sanitizer's own functions, the loader's; and, once more, what the lab rules out.
[[nodiscard]] std::optional<Rejection> scan_regions(const std::vector<Region>& regions,
                                                    const LabSpec& lab);

// May the text differ by how it is compiled: does it hold names that are the compiler's, or could
// it paste one? Conditions on other names have the same outcome for everybody.
[[nodiscard]] bool may_vary(const std::vector<Token>& raw);

// Of two ways to compile it: the first place where they differ.
[[nodiscard]] std::optional<Rejection> compare_regions(const std::vector<Region>& judged,
                                                       const std::vector<Region>& plain);

}  // namespace grader
