#include "protocol/verdict.hpp"

namespace protocol {
namespace {

struct Words {
  std::string_view name;
  std::string_view meaning;
};

// Indexed by the enumerator's value.
constexpr std::array<Words, kVerdicts.size()> kWords = {{
    {"passed", "Every check held."},
    {"not-run", "It was not run, because something it builds on failed first."},
    {"timeout", "It did not finish in its time, and nothing told why."},
    {"wrong", "A call gave another result than the specification promises."},
    {"livelock", "Threads kept running without getting anywhere, or a wait burnt the processor."},
    {"deadlock", "Threads waited for ever: in a circle, or for a wake-up that never came."},
    {"misuse", "A primitive was used against its contract, such as unlocking what is not held."},
    {"race", "Two threads touched the same memory at once, and at least one of them wrote."},
    {"crash", "The program was ended by a signal or by an exception that nobody caught."},
    {"memory", "Memory was used after it was given back, was never given back, or was overrun."},
    {"limit", "It used more memory, output, threads or disk than the lab allows."},
    {"missing", "No file was found to grade, or it is not a regular file."},
    {"does-not-compile", "The compiler refused the submission."},
    {"forbidden", "It used something that this lab rules out."},
    {"tampered", "It ended early, or its results contradict each other."},
    {"grader-error", "The grader itself failed; this never costs points."},
}};

}  // namespace

std::string_view to_string(Verdict verdict) {
  return kWords.at(static_cast<std::size_t>(verdict)).name;
}

std::optional<Verdict> parse_verdict(std::string_view word) {
  for (const Verdict verdict : kVerdicts) {
    if (to_string(verdict) == word) return verdict;
  }
  return std::nullopt;
}

std::string_view explain(Verdict verdict) {
  return kWords.at(static_cast<std::size_t>(verdict)).meaning;
}

}  // namespace protocol
