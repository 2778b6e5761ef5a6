#include "grader/report/page_writer.hpp"

#include <algorithm>
#include <utility>

#include "grader/report/columns.hpp"
#include "grader/report/marks.hpp"

namespace grader {
namespace {

// Longer lines are hard to read, however wide the terminal.
constexpr std::size_t kWidest = 92;

std::string repeated(std::string_view piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i)
    text += piece;
  return text;
}

}  // namespace

void PageWriter::enter_container(std::string_view first, std::string_view rest) {
  end_text();
  containers_.push_back({std::string(first), std::string(rest)});
}

void PageWriter::leave_container() {
  end_text();
  containers_.pop_back();
}

void PageWriter::end_text() {
  if (!text_.empty()) lines(wrap(std::exchange(text_, {}), room()));
}

void PageWriter::end_paragraph() {
  end_text();
  blank_before_next();
}

void PageWriter::end_heading(unsigned level) {
  const std::string title = std::exchange(text_, {});
  std::vector<std::string> block{kStrongMark + title + kEndMark};
  if (level <= 2) block.push_back(repeated(level == 1 ? "═" : "─", columns_of(title)));
  lines(block);
  blank_before_next();
}

void PageWriter::end_code() {
  std::vector<std::string> block;
  for (std::string_view code = text_; !code.empty();) {
    const std::string_view one = code.substr(0, code.find('\n'));
    block.push_back(one.empty() ? std::string() : "    " + std::string(one));
    code.remove_prefix(std::min(code.size(), one.size() + 1));
  }
  text_.clear();
  lines(block);
  blank_before_next();
}

void PageWriter::rule() {
  lines({repeated("─", room())});
  blank_before_next();
}

void PageWriter::end_cell() {
  row_.push_back(std::exchange(text_, {}));
}

void PageWriter::end_row() {
  table_.push_back(std::exchange(row_, {}));
}

void PageWriter::end_table() {
  lines(lay_out_table(std::exchange(table_, {}), room()));
  blank_before_next();
}

std::size_t PageWriter::room() const {
  std::size_t taken = 0;
  for (const Container& container : containers_)
    taken += columns_of(container.rest);
  const std::size_t width = std::min<std::size_t>(options_.width, kWidest);
  return width > taken ? width - taken : 1;
}

void PageWriter::lines(const std::vector<std::string>& block) {
  if (std::exchange(blank_due_, false)) page_ += '\n';
  for (const std::string& one : block)
    line(one);
}

void PageWriter::line(std::string_view content) {
  std::string whole = prefix() + apply_marks(content, options_.color);
  whole.erase(whole.find_last_not_of(' ') + 1);
  page_ += whole + '\n';
}

std::string PageWriter::prefix() {
  std::string all;
  for (Container& container : containers_) {
    all += std::exchange(container.begun, true) ? container.rest : container.first;
  }
  return all;
}

}  // namespace grader
