#include "grader/stages/scan_regions.hpp"

#include <algorithm>
#include <charconv>

namespace grader {
namespace {

// # 12 "file" 1 3: what follows is line 12 of that file, which was just entered (1), just come
// back to (2), or read on (neither).
struct Marker {
  std::uint32_t line = 1;
  std::string_view file;
  bool enters = false;
  bool returns = false;
};

Marker parse_marker(std::string_view text) {
  Marker marker;
  std::from_chars(text.data() + 2, text.data() + text.size(), marker.line);
  const std::size_t open = text.find('"');
  const std::size_t close = text.rfind('"');
  if (open >= close || close == std::string_view::npos) return marker;
  marker.file = text.substr(open + 1, close - open - 1);
  const std::string_view flags = text.substr(close + 1);
  marker.enters = flags.starts_with(" 1");
  marker.returns = flags.starts_with(" 2");
  return marker;
}

class Reader {
 public:
  Reader(std::string_view text, std::string_view tree)
      : text_(text), tree_(std::string(tree) + "/") {}

  std::vector<Region> run() {
    while (!text_.empty()) {
      if (text_.starts_with("# ")) {
        follow(parse_marker(next_line()));
      } else if (files_.empty() || !files_.back().starts_with(tree_)) {
        skip_to_marker();
      } else {
        read_stretch();
      }
    }
    return std::move(regions_);
  }

 private:
  std::string_view next_line() {
    const std::size_t end = std::min(text_.find('\n'), text_.size());
    const std::string_view line = text_.substr(0, end);
    text_.remove_prefix(std::min(end + 1, text_.size()));
    return line;
  }
  void skip_to_marker() {
    const std::size_t end = text_.find("\n# ");
    text_.remove_prefix(end == std::string_view::npos ? text_.size() : end + 1);
  }
  void follow(const Marker& marker) {
    if (marker.enters) {
      files_.emplace_back(marker.file);
    } else if (marker.returns && !files_.empty()) {
      files_.pop_back();
    }
    line_ = marker.line;
  }
  void read_stretch() {
    Stretch stretch = tokenise_to_marker(text_, line_);
    text_.remove_prefix(stretch.end);
    if (!stretch.tokens.empty()) {
      regions_.push_back({files_.back().substr(tree_.size()), std::move(stretch.tokens)});
    }
  }

  std::string_view text_;
  std::string tree_;
  std::vector<std::string> files_;  // from the one that the main file includes to the innermost
  std::uint32_t line_ = 1;
  std::vector<Region> regions_;
};

}  // namespace

std::vector<Region> regions_of(std::string_view preprocessed, std::string_view tree) {
  return Reader(preprocessed, tree).run();
}

}  // namespace grader
