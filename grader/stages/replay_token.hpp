#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grader/model/config.hpp"
#include "protocol/order.hpp"

namespace grader {

// All that it takes to run a failing schedule again, in a word short enough to paste.
struct ReplayToken {
  std::string lab;
  std::string scenario;
  std::string digest_prefix;  // 16 hexadecimal digits of the submission's digest
  Prerequisites prerequisites = Prerequisites::baseline;
  std::vector<protocol::Deviation> deviations;
};

// How much of "sha256:…" a token remembers.
[[nodiscard]] std::string digest_prefix(const std::string& digest);

[[nodiscard]] std::string encode_token(const ReplayToken& token);

// Throws UsageError for a text that is no token, or not a whole one. Pure.
[[nodiscard]] ReplayToken decode_token(std::string_view text);

}  // namespace grader
