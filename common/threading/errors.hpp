#pragma once

#include <exception>
#include <stdexcept>
#include <string>

// The exceptions that the classes of every lab throw: Python's, with C++ bases. Values: copying
// one never throws. Each can be made from nothing and from a string.
namespace threading {

// A call that the object's state rules out: releasing a lock that nobody holds.
class RuntimeError : public std::runtime_error {
 public:
  RuntimeError() : RuntimeError("") {}
  explicit RuntimeError(const std::string& what) : std::runtime_error(what) {}
};

// An argument that no state of the object could make right: a negative timeout.
class ValueError : public std::invalid_argument {
 public:
  ValueError() : ValueError("") {}
  explicit ValueError(const std::string& what) : std::invalid_argument(what) {}
};

class BrokenBarrierError : public RuntimeError {
 public:
  using RuntimeError::RuntimeError;
};

class BrokenThreadPool : public RuntimeError {
 public:
  using RuntimeError::RuntimeError;
};

// What the five exceptions below share: a text. std::runtime_error keeps it, since its copies
// cannot throw; it is a member, not a base, so that `catch (std::runtime_error&)` stays narrow.
class TextException : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return text_.what(); }

 protected:
  explicit TextException(const std::string& what) : text_(what) {}

 private:
  std::runtime_error text_;
};

// A queue has nothing to hand out, or nothing within the time.
class Empty : public TextException {
 public:
  explicit Empty(const std::string& what = "") : TextException(what) {}
};

// A queue has no room, or none within the time.
class Full : public TextException {
 public:
  explicit Full(const std::string& what = "") : TextException(what) {}
};

// A queue takes no more items, or will never hand one out again.
class ShutDown : public TextException {
 public:
  explicit ShutDown(const std::string& what = "") : TextException(what) {}
};

// A future's task was cancelled before it ran.
class CancelledError : public TextException {
 public:
  explicit CancelledError(const std::string& what = "") : TextException(what) {}
};

// A future was not done within the time.
class TimeoutError : public TextException {
 public:
  explicit TimeoutError(const std::string& what = "") : TextException(what) {}
};

}  // namespace threading
