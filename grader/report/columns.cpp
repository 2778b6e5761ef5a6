#include "grader/report/columns.hpp"

#include <algorithm>

namespace grader {
namespace {

// Neither the continuation of a character nor a mark of emphasis.
bool starts_character(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return (value & 0xC0U) != 0x80U && value >= 0x20;
}

// The first so many characters.
std::string_view head(std::string_view text, std::size_t characters) {
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    if (starts_character(text[end]) && characters-- == 0) break;
  }
  return text.substr(0, end);
}

// Appends one paragraph that is too long for a line.
void wrap_paragraph(std::string_view text, std::size_t width, std::vector<std::string>& lines) {
  std::string line(text.substr(0, std::min(text.find_first_not_of(' '), text.size())));
  const std::size_t indent = line.size();
  text.remove_prefix(indent);
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (word.empty()) continue;
    const bool first = columns_of(line) <= indent;
    if (!first && columns_of(line) + 1 + columns_of(word) > width) {
      lines.push_back(line);
      line.assign(indent, ' ');
    } else if (!first) {
      line += ' ';
    }
    line += word;
  }
  lines.push_back(line);
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

std::string clip(std::string_view text, std::size_t width) {
  if (columns_of(text) <= width) return std::string(text);
  if (width == 0) return {};
  return std::string(head(text, width - 1)) + "…";
}

std::string fit(std::string_view text, std::size_t width) {
  std::string fitted = clip(text, width);
  fitted.append(width - columns_of(fitted), ' ');
  return fitted;
}

std::string right(std::string_view text, std::size_t width) {
  const std::size_t used = columns_of(text);
  return std::string(used < width ? width - used : 0, ' ') + std::string(text);
}

std::string both_ends(std::string_view left, std::string_view right, std::size_t width) {
  const std::size_t taken = columns_of(right) + 1;
  return fit(left, width > taken ? width - taken : 0) + ' ' + std::string(right);
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::string_view paragraph = text.substr(0, text.find('\n'));
    if (columns_of(paragraph) <= width) {
      lines.emplace_back(paragraph);
    } else {
      wrap_paragraph(paragraph, width, lines);
    }
    text.remove_prefix(std::min(text.size(), paragraph.size() + 1));
  }
  return lines;
}

}  // namespace grader
