#include <pybind11/functional.h>
#include <pybind11/stl.h>

#include "barrier/barrier.hpp"
#include "cpython/gil.hpp"
#include "cpython/module.hpp"
#include "event/event.hpp"
#include "semaphore/semaphore.hpp"

namespace bindings {
namespace {

using namespace py::literals;
using threading::Barrier;
using threading::Event;
using Seconds = std::optional<double>;

template <class S>
void add_semaphore(py::module_& module, const char* name) {
  const auto acquire = [](S& semaphore, bool blocking, Seconds seconds) {
    const threading::Timeout timeout = timeout_of(seconds);
    const py::gil_scoped_release unlocked;
    return semaphore.acquire(blocking, timeout);
  };
  py::class_<S>(module, name)
      .def(py::init<std::ptrdiff_t>(), "value"_a = 1)
      .def("acquire", acquire, "blocking"_a = true, "timeout"_a = py::none())
      .def("release", &S::release, "n"_a = 1, Unlocked())
      .def(
          "__enter__", [](S& semaphore) { return semaphore.acquire(); }, Unlocked())
      .def("__exit__", [](S& semaphore, const py::args&) { semaphore.release(); });
}

// Python's action, run by a barrier that does not hold the interpreter lock.
std::function<void()> action_of(const py::object& action) {
  if (action.is_none()) return {};
  return [kept = std::make_shared<Object>(action)] {
    const py::gil_scoped_acquire locked;
    try {
      kept->get()();
    } catch (const py::error_already_set& error) {
      throw PythonError(error);
    }
  };
}

void add_barrier(py::module_& module) {
  const auto make = [](std::size_t parties, const py::object& action, Seconds seconds) {
    return std::make_unique<Barrier>(parties, action_of(action), timeout_of(seconds));
  };
  const auto wait = [](Barrier& barrier, Seconds seconds) {
    const threading::Timeout timeout = timeout_of(seconds);
    const py::gil_scoped_release unlocked;
    return barrier.wait(timeout);
  };
  py::class_<Barrier>(module, "Barrier")
      .def(py::init(make), "parties"_a, "action"_a = py::none(), "timeout"_a = py::none())
      .def("wait", wait, "timeout"_a = py::none())
      .def("reset", &Barrier::reset, Unlocked())
      .def("abort", &Barrier::abort, Unlocked())
      .def_property_readonly("parties", &Barrier::parties)
      .def_property_readonly("n_waiting", &Barrier::n_waiting)
      .def_property_readonly("broken", &Barrier::broken);
}

}  // namespace

void add_signals(py::module_& module) {
  add_semaphore<threading::Semaphore>(module, "Semaphore");
  add_semaphore<threading::BoundedSemaphore>(module, "BoundedSemaphore");
  const auto wait = [](Event& event, Seconds seconds) {
    const threading::Timeout timeout = timeout_of(seconds);
    const py::gil_scoped_release unlocked;
    return event.wait(timeout);
  };
  py::class_<Event>(module, "Event")
      .def(py::init<>())
      .def("is_set", &Event::is_set)
      .def("set", &Event::set, Unlocked())
      .def("clear", &Event::clear, Unlocked())
      .def("wait", wait, "timeout"_a = py::none());
  add_barrier(module);
}

}  // namespace bindings
