#include "grader/stages/compile_diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <set>
#include <vector>

namespace grader {
namespace {

constexpr std::size_t kMaxLines = 40;

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// "file:12:5: error: what", parted.
struct Located {
  std::string file, line, kind, text;
};

bool parse(const std::string& line, Located& located) {
  static const std::regex kPattern(
      R"(^([^:\s][^:]*):(\d+):(?:\d+:)? (fatal error|error|note|warning): (.*)$)");
  std::smatch match;
  if (!std::regex_match(line, match, kPattern)) return false;
  located = {match[1], match[2], match[3], match[4]};
  return true;
}

bool is_error(const Located& located) {
  return located.kind.ends_with("error");
}

// Lines that belong to the diagnostic before them: quoted source, carets. Not: through which
// headers something was included.
bool is_continuation(const std::string& line) {
  static const std::regex kSource(R"(^\s*\d*\s*\|.*$)");
  static const std::regex kIncluded(R"(^\s+from .*$)");
  return std::regex_match(line, kSource) ||
         (line.starts_with("  ") && !std::regex_match(line, kIncluded));
}

std::string without_prefix(std::string text, const std::string& prefix) {
  for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at))
    text.erase(at, prefix.size());
  return text;
}

// What the adapter found missing, in its own words where it has any.
std::string interface_complaint(const std::string& text) {
  static const std::regex kGnu("^static assertion failed: (.+)$");
  static const std::regex kClang(R"re(^static_assert failed.* "(.+)"$)re");
  std::smatch match;
  const bool has_words =
      std::regex_match(text, match, kGnu) || std::regex_match(text, match, kClang);
  return has_words ? match[1].str() : text;
}

class Filter {
 public:
  Filter(std::string folder, std::string tree)
      : folder_(std::move(folder)), tree_(std::move(tree)) {}

  void add(const std::string& line) {
    Located located;
    if (!parse(line, located)) {
      if (showing_ && is_continuation(line)) show(line);
      return;
    }
    const bool own = located.file.starts_with(tree_);
    showing_ = own && located.kind != "warning";
    if (own) {
      located.file = own_names(located.file);
      if (is_error(located) && first_.empty()) {
        first_ = fmt::format("{}:{}: {}", located.file, located.line, own_names(located.text));
      }
      if (showing_) show(line);
    } else if (is_error(located)) {
      complain(interface_complaint(located.text));
    }
  }

  [[nodiscard]] Rejection rejection() const {
    Rejection rejection;
    rejection.verdict = Verdict::does_not_compile;
    std::vector<std::string> lines = shown_;
    if (!first_.empty()) {
      // What the adapter misses then follows from what the file has wrong.
      rejection.message = first_;
    } else if (complaints_.empty()) {
      rejection.message = "the compiler refused it and gave no reason";
    } else {
      rejection.message = "it is not what the lab needs: " + complaints_.front();
      lines.insert(lines.end(), complaints_.begin() + 1, complaints_.end());
    }
    if (lines.size() > kMaxLines) {
      lines.resize(kMaxLines);
      lines.emplace_back("… and more");
    }
    rejection.detail = fmt::format("{}", fmt::join(lines, "\n"));
    return rejection;
  }

 private:
  // Files as the student calls them.
  [[nodiscard]] std::string own_names(const std::string& text) const {
    return without_prefix(without_prefix(text, folder_), tree_);
  }
  void show(const std::string& line) { shown_.push_back(own_names(line)); }
  void complain(const std::string& words) {
    const std::string clean = own_names(words);
    if (seen_.insert(clean).second) complaints_.push_back(clean);
  }

  std::string folder_, tree_;
  bool showing_ = false;
  std::string first_;
  std::vector<std::string> shown_, complaints_;
  std::set<std::string> seen_;
};

}  // namespace

Rejection explain_compile_errors(std::string_view output, const std::string& tree,
                                 const std::string& lab) {
  Filter filter(tree + "/" + lab + "/", tree + "/");
  for (const std::string& line : lines_of(output))
    filter.add(line);
  return filter.rejection();
}

Rejection explain_link_errors(std::string_view output) {
  static const std::regex kUndefined(R"(undefined reference to [`'‘]?(.*?)['’]?$)");
  static const std::regex kDouble(R"(multiple definition of [`'‘]?(.*?)['’]?(?:;.*)?$)");
  std::set<std::string> seen;
  std::vector<std::string> found;
  for (const std::string& line : lines_of(output)) {
    std::smatch match;
    std::string words;
    if (std::regex_search(line, match, kUndefined)) {
      words = fmt::format("'{}' is declared but not defined", match[1].str());
    } else if (std::regex_search(line, match, kDouble)) {
      words = fmt::format("'{}' is defined, but belongs to the tests", match[1].str());
    }
    if (!words.empty() && seen.insert(words).second) found.push_back(words);
  }
  Rejection rejection;
  rejection.verdict = Verdict::does_not_compile;
  rejection.message = "it does not link: " +
                      (found.empty() ? std::string("the linker gave no reason") : found.front());
  if (!found.empty()) found.erase(found.begin());
  if (found.size() > kMaxLines) found.resize(kMaxLines);
  rejection.detail = fmt::format("{}", fmt::join(found, "\n"));
  return rejection;
}

}  // namespace grader
