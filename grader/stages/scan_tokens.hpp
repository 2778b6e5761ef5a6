#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

// A token of C++ source text: a word, a number, or a piece of punctuation.
struct Token {
  std::string text;
  std::uint32_t line = 0;    // from 1
  bool begins_line = false;  // a '#' that does begins a directive

  friend bool operator==(const Token& a, const Token& b) { return a.text == b.text; }
};

// The tokens of a source text, without comments and without what string and character literals
// hold (raw ones too). Spliced lines are joined; "::" and "->" are one token each, all other
// punctuation is one a character. Pure; takes any bytes.
[[nodiscard]] std::vector<Token> tokenise(std::string_view source);

// The tokens of what a preprocessor wrote, up to its next line marker (# 12 "file"), and where in
// `text` that stands. Nothing inside a literal is taken for one. The first line of `text` is
// numbered `line`. Pure; takes any bytes.
struct Stretch {
  std::vector<Token> tokens;
  std::size_t end = 0;
};
[[nodiscard]] Stretch tokenise_to_marker(std::string_view text, std::uint32_t line);

}  // namespace grader
