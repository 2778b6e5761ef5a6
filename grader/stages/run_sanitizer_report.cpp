#include "grader/stages/run_sanitizer_report.hpp"

#include <array>
#include <regex>

namespace grader {
namespace {

using protocol::Verdict;

struct Kind {
  std::string_view words;
  Verdict verdict;
};

// What ThreadSanitizer calls its findings, and what we call them. The first that fits counts.
constexpr std::array kKinds = {
    Kind{"data race", Verdict::race},
    Kind{"race on vptr", Verdict::race},
    Kind{"race on external object", Verdict::race},
    Kind{"heap-use-after-free", Verdict::memory},
    Kind{"double lock of a mutex", Verdict::misuse},
    Kind{"unlock of an unlocked mutex", Verdict::misuse},
    Kind{"read lock of a write locked mutex", Verdict::misuse},
    Kind{"read unlock of a write locked mutex", Verdict::misuse},
    Kind{"destroy of a locked mutex", Verdict::misuse},
    Kind{"use of an invalid mutex", Verdict::misuse},
    Kind{"thread leak", Verdict::misuse},
    Kind{"stack-overflow", Verdict::crash},
    Kind{"SEGV", Verdict::crash},
    Kind{"BUS", Verdict::crash},
    Kind{"FPE", Verdict::crash},
    Kind{"ILL", Verdict::crash},
    Kind{"requested allocation size", Verdict::limit},
    Kind{"out of memory", Verdict::limit},
    Kind{"bad-free", Verdict::memory},
};

Kind kind_of(std::string_view headline) {
  for (const Kind& kind : kKinds) {
    if (headline.find(kind.words) != std::string_view::npos) return kind;
  }
  return {"", Verdict::race};
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// "    #3 <null> <null> (stress+0x1a2b) (BuildId: …)": the offset, where it is the binary's.
std::optional<std::uint64_t> frame_of(const std::string& line, std::string_view binary) {
  static const std::regex kFrame(R"(^\s+#\d+ .*\(([^()]+)\+0x([0-9a-f]+)\).*$)");
  std::smatch match;
  if (!std::regex_match(line, match, kFrame) || match[1].str() != binary) return std::nullopt;
  return std::stoull(match[2], nullptr, 16);
}

bool is_frame(const std::string& line) {
  static const std::regex kFrame(R"(^\s+#\d+ .*$)");
  return std::regex_match(line, kFrame);
}

// "Previous atomic write of size 8 at 0x7b… by thread T1 (mutexes: write M0, read M1):"
bool parse_access(const std::string& line, RawAccess& access) {
  static const std::regex kAccess(
      R"(^\s+(?:(Previous )?([A-Za-z ]+) of size (\d+) at \S+ by (main thread|thread T\d+))"
      R"((?: '[^']*')?(?: \[failed to restore the stack\])?(?: \(mutexes: ([^)]*)\))?):?$)");
  std::smatch match;
  if (!std::regex_match(line, match, kAccess)) return false;
  std::string kind = match[2];
  kind.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(kind.front())));
  const std::string size = match[3];
  access.what = kind + " of " + size + (size == "1" ? " byte" : " bytes") + " by " + match[4].str();
  std::string locks = match[5];
  for (std::size_t at = 0; !locks.empty();) {
    const std::size_t end = locks.find(", ", at);
    access.locks.push_back(locks.substr(at, end == std::string::npos ? end : end - at));
    if (end == std::string::npos) break;
    at = end + 2;
  }
  return true;
}

}  // namespace

SanitizerText read_sanitizer_report(std::string_view text, std::string_view binary) {
  SanitizerText report;
  enum class In { before, head, access, rest } in = In::before;
  for (const std::string& line : lines_of(text)) {
    const bool is_headline = line.find("ThreadSanitizer: ") != std::string::npos;
    if (in == In::before) {
      if (!is_headline) continue;
      const Kind kind = kind_of(line);
      if (kind.words.empty()) continue;
      report.kind = kind.words;
      report.verdict = kind.verdict;
      in = In::head;
      // A crash has one stack, without a line of its own above it.
      if (kind.verdict == Verdict::crash) {
        report.accesses.push_back({std::string(kind.words), {}, {}});
        in = In::access;
      }
      continue;
    }
    if (is_headline) break;  // the summary, or the next report
    RawAccess access;
    if (parse_access(line, access)) {
      report.accesses.push_back(std::move(access));
      in = In::access;
    } else if (is_frame(line)) {
      const auto offset = frame_of(line, binary);
      if (in == In::access && offset) report.accesses.back().stack.push_back(*offset);
    } else if (!line.empty() && report.verdict != Verdict::crash) {
      in = In::rest;  // "Location is …", "Thread T1 … created by …"
    }
  }
  return report;
}

}  // namespace grader
