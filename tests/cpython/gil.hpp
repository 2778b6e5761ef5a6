#pragma once

#include <pybind11/pybind11.h>

#include <optional>
#include <utility>

#include "threading/time.hpp"

// Between two worlds of locks: a call of ours never blocks with Python's interpreter lock held, and
// whatever of Python is touched inside such a call is touched with it.
namespace bindings {

namespace py = pybind11;

using Unlocked = py::call_guard<py::gil_scoped_release>;

// A Python object that C++ code may move and destroy without holding the interpreter lock, as a
// queue or a pool does. Copying and comparing take it.
class Object {
 public:
  Object() = default;
  explicit Object(py::object object) : object_(std::move(object)) {}
  Object(Object&&) noexcept = default;
  Object& operator=(Object&& other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;
  ~Object() {
    if (!object_) return;
    const py::gil_scoped_acquire locked;
    object_ = py::object();
  }

  // With the interpreter lock held.
  [[nodiscard]] const py::object& get() const { return object_; }
  [[nodiscard]] py::object take() { return std::move(object_); }

  // As PriorityQueue compares. What Python raises meanwhile comes out as PythonError.
  friend bool operator<(const Object& a, const Object& b);

 private:
  py::object object_;
};

// An exception that Python raised, on its way through C++: unlike pybind11's own it may be thrown
// again and again, as a future does.
class PythonError : public std::exception {
 public:
  // With the interpreter lock held.
  explicit PythonError(const py::error_already_set& error)
      : value_(std::make_shared<Object>(error.value())) {}

  [[nodiscard]] const char* what() const noexcept override { return "a Python exception"; }
  [[nodiscard]] py::object value() const { return value_->get(); }

 private:
  std::shared_ptr<Object> value_;
};

inline bool operator<(const Object& a, const Object& b) {
  const py::gil_scoped_acquire locked;
  try {
    return a.object_ < b.object_;
  } catch (const py::error_already_set& error) {
    throw PythonError(error);
  }
}

// Seconds, as Python says them; None: for ever.
[[nodiscard]] threading::Timeout timeout_of(const std::optional<double>& seconds);

// As Lock and RLock take it: -1, too, is for ever. Raises OverflowError over TIMEOUT_MAX.
[[nodiscard]] threading::Timeout lock_timeout_of(double seconds);

}  // namespace bindings
