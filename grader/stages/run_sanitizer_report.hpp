#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/model/raw_result.hpp"
#include "protocol/verdict.hpp"

namespace grader {

// What ThreadSanitizer (run with symbolize=0) printed, cut to what matters.
struct SanitizerText {
  protocol::Verdict verdict = protocol::Verdict::race;
  std::string kind;                 // "data race"; empty where it said nothing that we know
  std::vector<RawAccess> accesses;  // those that collided; of a crash: where it happened
};

// Reads its first report in `text`. Offsets are those of the executable called `binary`; frames of
// libraries are left out. Pure; takes any text.
[[nodiscard]] SanitizerText read_sanitizer_report(std::string_view text, std::string_view binary);

}  // namespace grader
