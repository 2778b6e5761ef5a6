#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace grader {

// What stops the tool: a bad labs.toml, no compiler, a full disk. Never a student's failure (those
// are verdicts) and never our own mistake (those are CHECKs). Thrown where it is noticed, gains a
// clause of context a layer with `in_context`, is caught once in main and ends in exit status 2.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;

  [[nodiscard]] Error in_context(const std::string& clause) const {
    return Error(clause + ": " + what());
  }
};

// Thrown where a wrong option or argument was typed: shown with the line about `--help`.
class UsageError : public Error {
 public:
  using Error::Error;
};

// Thrown out of whatever was going on once Ctrl-C or SIGTERM came: exit status 130.
class Interrupted : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "interrupted"; }
};

// Runs `body`; an Error that leaves it says first what was being done: "labs.toml: …".
template <class Body>
auto with_context(const std::string& clause, Body&& body) {
  try {
    return std::forward<Body>(body)();
  } catch (const UsageError&) {
    throw;
  } catch (const Error& error) {
    throw error.in_context(clause);
  }
}

}  // namespace grader
