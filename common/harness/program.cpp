#include "harness/program.hpp"

#include <array>
#include <cstdlib>
#include <string>

#include "harness/check.hpp"
#include "harness/judge.hpp"

namespace harness {
namespace {

// Plain data without destructors, for it is used when all else is gone; behind the judges' backs.
struct Transcript {
  std::array<char, 1024> text;
  std::size_t length;
  bool is_busy;
};
Transcript transcript;
Ending expected;

__attribute__((no_sanitize("thread"), noinline)) void clear() {
  transcript.length = 0;
}

__attribute__((no_sanitize("thread"), noinline)) void append(const char* text, std::size_t size) {
  while (__atomic_exchange_n(&transcript.is_busy, true, __ATOMIC_ACQUIRE)) {
  }
  for (std::size_t i = 0; i < size && transcript.length + 1 < transcript.text.size(); ++i)
    transcript.text[transcript.length++] = text[i];
  __atomic_store_n(&transcript.is_busy, false, __ATOMIC_RELEASE);
}

__attribute__((no_sanitize("thread"), noinline)) void copy_to(std::string& text) {
  for (std::size_t i = 0; i < transcript.length; ++i)
    text.push_back(transcript.text[i]);
}

std::string in_one_line(std::string_view lines) {
  std::string line;
  for (const char c : lines)
    line += c == '\n' ? std::string("; ") : std::string(1, c);
  if (!line.empty()) line.resize(line.size() - 2);
  return '"' + line + '"';
}

void judge_ending(int status) {
  std::string printed;
  copy_to(printed);
  if (printed != expected.output) {
    Failure failure;
    failure.message = "by its end the program has printed " + in_one_line(printed) + ", not " +
                      in_one_line(expected.output);
    fail(failure);
  }
  CHECK_EQ(status, expected.status, "the program's exit status");
}

}  // namespace

void begin_program(const Ending& ending) {
  clear();
  expected = ending;
  judge_at_end(&judge_ending);
}

void print(std::string_view line) {
  append((std::string(line) + '\n').c_str(), line.size() + 1);
}

void exit_program(int status, void (*at_exit)()) {
  if (at_exit != nullptr) std::atexit(at_exit);
  std::exit(status);
}

}  // namespace harness
