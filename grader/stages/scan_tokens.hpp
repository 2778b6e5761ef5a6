#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

// A token of C++ source text: a word, a number, or a piece of punctuation.
struct Token {
  std::string text;
  std::uint32_t line = 0;  // from 1

  friend bool operator==(const Token& a, const Token& b) { return a.text == b.text; }
};

// The tokens of a source text, without comments and without what string and character literals
// hold (raw ones too). Spliced lines are joined; "::" and "->" are one token each, all other
// punctuation is one a character. Pure; takes any bytes.
[[nodiscard]] std::vector<Token> tokenise(std::string_view source);

}  // namespace grader
