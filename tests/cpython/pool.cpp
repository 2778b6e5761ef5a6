#include <pybind11/stl.h>

#include "cpython/gil.hpp"
#include "cpython/module.hpp"
#include "pool/pool.hpp"

namespace bindings {
namespace {

using namespace py::literals;
using threading::ThreadPoolExecutor;
using Future = threading::Future<Object>;
using Futures = std::vector<Future>;
using Seconds = std::optional<double>;

// A Python call, as a task of the pool.
class Task {
 public:
  explicit Task(const py::function& function) : function_(function) {}
  Task(const py::function& function, const py::args& args, const py::kwargs& kwargs)
      : function_(function), args_(args), kwargs_(kwargs) {}

  Object operator()() { return call(args_, &kwargs_); }
  Object operator()(const std::shared_ptr<Object>& args) { return call(*args, nullptr); }

 private:
  Object call(const Object& args, const Object* kwargs) {
    const py::gil_scoped_acquire locked;
    try {
      return Object(kwargs == nullptr ? function_.get()(*args.get())
                                      : function_.get()(*args.get(), **kwargs->get()));
    } catch (const py::error_already_set& error) {
      throw PythonError(error);
    }
  }

  Object function_;
  Object args_;
  Object kwargs_;
};

// An input range of ours as a Python iterator. `read` is called without the interpreter lock.
class Iterator {
 public:
  template <class Range>
  explicit Iterator(Range range) {
    const auto shared = std::make_shared<Range>(std::move(range));
    auto at = std::make_shared<decltype(shared->begin())>(shared->begin());
    next_ = [shared, at, begun = false]() mutable -> std::optional<py::object> {
      py::gil_scoped_release unlocked;
      if (std::exchange(begun, true)) ++*at;
      if (*at == shared->end()) return std::nullopt;
      const auto& value = **at;
      const py::gil_scoped_acquire locked;
      return as_python(value);
    };
  }

  py::object next() {
    if (auto value = next_()) return *std::move(value);
    throw py::stop_iteration();
  }

 private:
  static py::object as_python(const Object& value) { return value.get(); }
  static py::object as_python(const Future& value) { return py::cast(value); }

  std::function<std::optional<py::object>()> next_;
};

Iterator map(ThreadPoolExecutor& pool, const py::function& function,
             const std::vector<py::tuple>& inputs, Seconds seconds) {
  const threading::Timeout timeout = timeout_of(seconds);
  std::vector<std::shared_ptr<Object>> calls;
  for (const py::tuple& args : inputs)
    calls.push_back(std::make_shared<Object>(args));
  const auto task = std::make_shared<Task>(function);
  const auto call = [task](const std::shared_ptr<Object>& args) { return (*task)(args); };
  const py::gil_scoped_release unlocked;
  return Iterator(pool.map(call, calls, timeout));
}

void add_future(py::module_& module) {
  const auto result = [](const Future& future, Seconds seconds) {
    const threading::Timeout timeout = timeout_of(seconds);
    const Object* value = nullptr;
    {
      const py::gil_scoped_release unlocked;
      value = &future.result(timeout);
    }
    return value->get();
  };
  const auto exception = [](const Future& future, Seconds seconds) -> py::object {
    const threading::Timeout timeout = timeout_of(seconds);
    std::exception_ptr error;
    {
      const py::gil_scoped_release unlocked;
      error = future.exception(timeout);
    }
    if (!error) return py::none();
    try {
      std::rethrow_exception(error);
    } catch (const PythonError& raised) {
      return raised.value();
    }
  };
  const auto add_done_callback = [](const Future& future, const py::function& function) {
    const auto kept = std::make_shared<Object>(function);
    const py::gil_scoped_release unlocked;
    future.add_done_callback([kept](const Future& done) {
      const py::gil_scoped_acquire locked;
      try {
        kept->get()(done);
      } catch (const py::error_already_set& error) {
        throw PythonError(error);
      }
    });
  };
  py::class_<Future>(module, "Future")
      .def("result", result, "timeout"_a = py::none())
      .def("exception", exception, "timeout"_a = py::none())
      .def("cancel", &Future::cancel, Unlocked())
      .def("cancelled", &Future::cancelled, Unlocked())
      .def("running", &Future::running, Unlocked())
      .def("done", &Future::done, Unlocked())
      .def("add_done_callback", add_done_callback, "fn"_a)
      .def("__eq__", [](const Future& a, const Future& b) { return a == b; })
      .def("__hash__", [](const Future& future) { return std::hash<Future>()(future); });
}

void add_executor(py::module_& module) {
  const auto submit = [](ThreadPoolExecutor& pool, const py::function& function,
                         const py::args& args, const py::kwargs& kwargs) {
    Task task(function, args, kwargs);
    const py::gil_scoped_release unlocked;
    return pool.submit(std::move(task));
  };
  const auto shutdown = [](ThreadPoolExecutor& pool, bool wait, bool cancel_futures) {
    pool.shutdown(wait, cancel_futures);
  };
  py::class_<ThreadPoolExecutor>(module, "ThreadPoolExecutor")
      .def(py::init<std::size_t>())
      .def("submit", submit)
      .def("map", &map)
      .def("shutdown", shutdown, "wait"_a = true, "cancel_futures"_a = false, Unlocked());
}

}  // namespace

void add_pool(py::module_& module) {
  py::class_<Iterator>(module, "Iterator")
      .def("__iter__", [](const py::object& self) { return self; })
      .def("__next__", &Iterator::next);
  add_future(module);
  add_executor(module);
  using threading::ReturnWhen;
  py::enum_<ReturnWhen>(module, "ReturnWhen")
      .value("FIRST_COMPLETED", ReturnWhen::FirstCompleted)
      .value("FIRST_EXCEPTION", ReturnWhen::FirstException)
      .value("ALL_COMPLETED", ReturnWhen::AllCompleted)
      .export_values();
  const auto wait = [](const Futures& futures, Seconds seconds, ReturnWhen return_when) {
    const threading::Timeout timeout = timeout_of(seconds);
    const py::gil_scoped_release unlocked;
    auto waited = threading::wait(futures, timeout, return_when);
    return std::pair(std::move(waited.done), std::move(waited.not_done));
  };
  module.def("wait", wait);
  const auto as_completed = [](const Futures& futures, Seconds seconds) {
    const threading::Timeout timeout = timeout_of(seconds);
    const py::gil_scoped_release unlocked;
    return Iterator(threading::as_completed(futures, timeout));
  };
  module.def("as_completed", as_completed);
}

}  // namespace bindings
