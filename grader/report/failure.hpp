#pragma once

#include <string>
#include <vector>

#include "grader/model/report.hpp"

// A failed check, explained to the student: message, interleaving or accesses, hint. The same
// text stands in the report for people and in the body of a JUnit failure. Pure function; safe
// from any thread.
namespace grader {

// How much of the evidence to show: all of it, or the message alone.
enum class Depth : std::uint8_t { message, evidence };

// Lines of at most `options.width` columns, without indentation.
[[nodiscard]] std::vector<std::string> describe_failure(const CheckReport& check,
                                                        const Hints& hints, Depth depth,
                                                        const RenderOptions& options);

// The compiler's words, the rule that was broken: why a submission was not run.
[[nodiscard]] std::vector<std::string> describe_rejection(const Rejection& rejection,
                                                          const RenderOptions& options);

}  // namespace grader
