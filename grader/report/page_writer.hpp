#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grader/model/report.hpp"
#include "grader/report/page_table.hpp"

namespace grader {

// Writes a page block by block, from the events of a Markdown parser: text gathers until the block
// that it belongs to ends. Owns what it wrote. Not thread-safe.
class PageWriter {
 public:
  explicit PageWriter(const RenderOptions& options) : options_(options) {}

  void text(std::string_view more) { text_ += more; }

  // What stands before each line of a list item or quotation; `first` before its first one only.
  void enter_container(std::string_view first, std::string_view rest);
  void leave_container();

  void end_text();  // of a tight list item: no blank line after it
  void end_paragraph();
  void end_heading(unsigned level);
  void end_code();
  void rule();
  void blank_before_next() { blank_due_ = !page_.empty(); }

  void end_cell();
  void end_row();
  void end_table();

  [[nodiscard]] std::string take() { return std::move(page_); }

 private:
  struct Container {
    std::string first;
    std::string rest;
    bool begun = false;
  };

  [[nodiscard]] std::size_t room() const;
  void lines(const std::vector<std::string>& block);
  void line(std::string_view content);
  [[nodiscard]] std::string prefix();

  const RenderOptions& options_;
  std::string page_;
  std::string text_;
  std::vector<Container> containers_;
  Row row_;
  std::vector<Row> table_;
  bool blank_due_ = false;
};

}  // namespace grader
