#include "grader/stages/scan_forbidden.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grader/stages/scan_tokens.hpp"
#include "grader/system/read_file.hpp"

namespace grader {

std::optional<Rejection> scan_forbidden(const std::vector<ForbidRule>& rules,
                                        const std::string& file, std::string_view source) {
  const std::vector<Token> tokens = tokenise(source);
  std::optional<Rejection> first;
  auto first_at = tokens.end();
  for (const ForbidRule& rule : rules) {
    for (const std::string& text : rule.tokens) {
      const std::vector<Token> wanted = tokenise(text);
      const auto at = std::search(tokens.begin(), tokens.end(), wanted.begin(), wanted.end());
      if (at >= first_at) continue;
      first_at = at;
      first =
          Rejection{Verdict::forbidden,
                    fmt::format("{}:{}: uses '{}', which this lab rules out", file, at->line, text),
                    rule.hint};
    }
  }
  return first;
}

std::optional<Rejection> scan_forbidden(const LabSpec& lab, const Submission& submission) {
  for (const SubmittedFile& file : submission.files) {
    const std::string source = read_file(submission.tree / lab.name / file.path);
    if (auto rejection = scan_forbidden(lab.forbid, file.path, source)) return rejection;
  }
  return std::nullopt;
}

}  // namespace grader
