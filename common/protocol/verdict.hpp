#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

// The closed set of verdicts on a check, and so on a lab: what every result format, hint and
// wrong solution names. Ordered from harmless to grave: a lab's verdict is the gravest of its
// checks'. Pure functions; safe from any thread.
namespace protocol {

enum class Verdict : std::uint8_t {
  passed,
  not_run,   // a prerequisite check failed
  timeout,   // real time ran out and nothing says why
  wrong,     // a check failed
  livelock,  // steps without progress, or a wait that burns the processor
  deadlock,  // nobody can run; lost wake-ups included
  misuse,    // a primitive used against its contract
  race,      // conflicting accesses without happens-before
  crash,     // a signal, an uncaught exception, a stack overflow
  memory,    // use after free, leak, overflow
  limit,     // memory, output, threads or disk
  missing,   // nothing submitted, or not a regular file
  does_not_compile,
  forbidden,     // a construct or a system call that the lab rules out
  tampered,      // ended early, forged or contradicting results
  grader_error,  // ours: never costs points
};

inline constexpr std::array kVerdicts = {
    Verdict::passed,
    Verdict::not_run,
    Verdict::timeout,
    Verdict::wrong,
    Verdict::livelock,
    Verdict::deadlock,
    Verdict::misuse,
    Verdict::race,
    Verdict::crash,
    Verdict::memory,
    Verdict::limit,
    Verdict::missing,
    Verdict::does_not_compile,
    Verdict::forbidden,
    Verdict::tampered,
    Verdict::grader_error,
};

// The word used in results and in the first line of a wrong solution: "does-not-compile".
[[nodiscard]] std::string_view to_string(Verdict verdict);

// The reverse; nothing for a word outside the set.
[[nodiscard]] std::optional<Verdict> parse_verdict(std::string_view word);

// One sentence for the student: what this verdict means.
[[nodiscard]] std::string_view explain(Verdict verdict);

[[nodiscard]] constexpr Verdict graver(Verdict a, Verdict b) {
  return a < b ? b : a;
}

}  // namespace protocol
