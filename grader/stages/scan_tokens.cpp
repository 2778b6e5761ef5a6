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

// A text in which spliced lines are joined, and for each character where it came from.
struct Joined {
  std::string text;
  std::vector<std::uint32_t> offsets;
};

Joined join_spliced_lines(std::string_view source) {
  Joined joined;
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (source[i] == '\\') {
      // Compilers let blanks stand between the two.
      const std::size_t end = source.find_first_not_of(" \t\r\f\v", i + 1);
      if (source.substr(std::min(end, source.size()), 1) == "\n") {
        i = end;
        continue;
      }
    }
    joined.text += source[i];
    joined.offsets.push_back(static_cast<std::uint32_t>(i));
  }
  return joined;
}

class Tokeniser {
 public:
  // Of a text without spliced lines.
  Tokeniser(std::string_view text, std::uint32_t line) : text_(text), source_(text), line_(line) {}

  Tokeniser(std::string_view source, const Joined& joined)
      : text_(joined.text), source_(source), joined_(&joined) {}

  std::vector<Token> run() {
    while (at_ < text_.size())
      step();
    return std::move(tokens_);
  }

  Stretch run_to_marker() {
    while (at_ < text_.size() && !at_marker())
      step();
    return {std::move(tokens_), at_};
  }

 private:
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] bool looking_at(std::string_view what) const {
    return text().substr(at_, what.size()) == what;
  }
  // Preprocessors write "# 12 …", and directives that they leave alone as "#pragma …".
  [[nodiscard]] bool at_marker() const {
    return begins_line_ && looking_at("# ") && at_ + 2 < text_.size() && is_digit(text_[at_ + 2]);
  }
  [[nodiscard]] std::size_t offset(std::size_t at) const {
    if (joined_ == nullptr) return at;
    return at < joined_->offsets.size() ? joined_->offsets[at] : source_.size();
  }
  [[nodiscard]] std::uint32_t line() {
    const std::size_t here = offset(at_);
    line_ += static_cast<std::uint32_t>(
        std::count(source_.begin() + static_cast<std::ptrdiff_t>(counted_),
                   source_.begin() + static_cast<std::ptrdiff_t>(here), '\n'));
    counted_ = here;
    return line_;
  }
  void skip_past(std::string_view what) {
    const std::size_t found = text().find(what, at_);
    at_ = found == std::string_view::npos ? text().size() : found + what.size();
  }
  void add(std::size_t length) {
    tokens_.push_back({std::string(text().substr(at_, length)), line(), begins_line_});
    begins_line_ = false;
    at_ += length;
  }

  void step() {
    const char c = text()[at_];
    if (looking_at("//")) {
      begins_line_ = true;
      return skip_past("\n");
    }
    if (looking_at("/*")) {
      at_ += 2;
      return skip_past("*/");
    }
    if (c == '"' || c == '\'') return skip_literal(c);
    if (is_word(c)) return word();
    if (looking_at("::") || looking_at("->")) return add(2);
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
      begins_line_ = begins_line_ || c == '\n';
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

  // At the quote of R"delimiter( … )delimiter". In between no line is spliced: the end is that
  // of the source as it was written.
  void skip_raw_literal() {
    begins_line_ = false;
    const std::size_t quote = offset(at_);
    const std::size_t open = source_.find('(', quote);
    if (open == std::string_view::npos) {
      at_ = text().size();
      return;
    }
    const std::string end = ")" + std::string(source_.substr(quote + 1, open - quote - 1)) + "\"";
    const std::size_t close = source_.find(end, open);
    if (close == std::string_view::npos) {
      at_ = text().size();
      return;
    }
    while (at_ < text().size() && offset(at_) < close + end.size())
      ++at_;
  }

  // An unclosed literal ends with its line, so that it cannot hide the rest of the file.
  void skip_literal(char quote) {
    begins_line_ = false;
    for (++at_; at_ < text().size() && text()[at_] != '\n'; ++at_) {
      if (text()[at_] == '\\') {
        ++at_;
      } else if (text()[at_] == quote) {
        ++at_;
        return;
      }
    }
  }

  std::string_view text_;    // what is read
  std::string_view source_;  // what it was made of
  const Joined* joined_ = nullptr;
  std::size_t at_ = 0;
  std::size_t counted_ = 0;  // how far in the source lines are counted
  std::uint32_t line_ = 1;
  bool begins_line_ = true;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokenise(std::string_view source) {
  const Joined joined = join_spliced_lines(source);
  return Tokeniser(source, joined).run();
}

Stretch tokenise_to_marker(std::string_view text, std::uint32_t line) {
  return Tokeniser(text, line).run_to_marker();
}

}  // namespace grader
