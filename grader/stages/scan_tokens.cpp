#include "grader/stages/scan_tokens.hpp"

#include <algorithm>

namespace grader {
namespace {

bool is_word(char c) {
  const auto u = static_cast<unsigned char>(c);
  return (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || (u >= '0' && u <= '9') || u == '_' ||
         u >= 0x80;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The text with spliced lines joined, and for each character the line that it came from.
struct Joined {
  std::string text;
  std::vector<std::uint32_t> lines;
};

Joined join_spliced_lines(std::string_view source) {
  Joined joined;
  std::uint32_t line = 1;
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (source[i] == '\\') {
      const std::size_t end = source.substr(i + 1, 1) == "\r" ? i + 2 : i + 1;
      if (source.substr(end, 1) == "\n") {
        ++line;
        i = end;
        continue;
      }
    }
    joined.text += source[i];
    joined.lines.push_back(line);
    if (source[i] == '\n') ++line;
  }
  return joined;
}

class Tokeniser {
 public:
  explicit Tokeniser(std::string_view source) : source_(join_spliced_lines(source)) {}

  std::vector<Token> run() {
    while (at_ < text().size())
      step();
    return std::move(tokens_);
  }

 private:
  [[nodiscard]] std::string_view text() const { return source_.text; }
  [[nodiscard]] bool looking_at(std::string_view what) const {
    return text().substr(at_, what.size()) == what;
  }
  void skip_past(std::string_view what) {
    const std::size_t found = text().find(what, at_);
    at_ = found == std::string_view::npos ? text().size() : found + what.size();
  }
  void add(std::size_t length) {
    tokens_.push_back({std::string(text().substr(at_, length)), source_.lines[at_]});
    at_ += length;
  }

  void step() {
    const char c = text()[at_];
    if (looking_at("//")) return skip_past("\n");
    if (looking_at("/*")) {
      at_ += 2;
      return skip_past("*/");
    }
    if (c == '"' || c == '\'') return skip_literal(c);
    if (is_word(c)) return word();
    if (looking_at("::") || looking_at("->")) return add(2);
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
      ++at_;
      return;
    }
    add(1);
  }

  void word() {
    std::size_t end = at_;
    const bool number = is_digit(text()[at_]);
    // A quote inside a number parts its digits: 1'000.
    while (end < text().size() &&
           (is_word(text()[end]) || (number && text()[end] == '\'' && end + 1 < text().size() &&
                                     is_word(text()[end + 1])))) {
      ++end;
    }
    const std::string_view word = text().substr(at_, end - at_);
    if (end < text().size() && text()[end] == '"' && is_raw_prefix(word)) {
      at_ = end;
      return skip_raw_literal();
    }
    add(end - at_);
  }

  static bool is_raw_prefix(std::string_view word) {
    return word == "R" || word == "LR" || word == "uR" || word == "UR" || word == "u8R";
  }

  // At the quote of R"delimiter( … )delimiter".
  void skip_raw_literal() {
    const std::size_t open = text().find('(', at_);
    if (open == std::string_view::npos) {
      at_ = text().size();
      return;
    }
    const std::string end = ")" + std::string(text().substr(at_ + 1, open - at_ - 1)) + "\"";
    at_ = open;
    skip_past(end);
  }

  // An unclosed literal ends with its line, so that it cannot hide the rest of the file.
  void skip_literal(char quote) {
    for (++at_; at_ < text().size() && text()[at_] != '\n'; ++at_) {
      if (text()[at_] == '\\') {
        ++at_;
      } else if (text()[at_] == quote) {
        ++at_;
        return;
      }
    }
  }

  Joined source_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokenise(std::string_view source) {
  return Tokeniser(source).run();
}

}  // namespace grader
