#include <pybind11/functional.h>
#include <pybind11/stl.h>

#include "condition/condition.hpp"
#include "cpython/gil.hpp"
#include "cpython/module.hpp"
#include "lock/lock.hpp"
#include "rlock/rlock.hpp"

namespace bindings {
namespace {

using threading::Condition;
using threading::Lock;
using threading::RLock;

// acquire, release, and `with`.
template <class L, class... Options>
py::class_<L, Options...>& add_lock_methods(py::class_<L, Options...>& type) {
  using namespace py::literals;
  const auto acquire = [](L& lock, bool blocking, double seconds) {
    const threading::Timeout timeout = lock_timeout_of(seconds);
    const py::gil_scoped_release unlocked;
    return lock.acquire(blocking, timeout);
  };
  return type.def("acquire", acquire, "blocking"_a = true, "timeout"_a = -1.0)
      .def(
          "release", [](L& lock) { lock.release(); }, Unlocked())
      .def(
          "__enter__", [](L& lock) { return lock.acquire(); }, Unlocked())
      .def("__exit__", [](L& lock, const py::args&) { lock.release(); });
}

template <class L>
void add_condition(py::module_& module, const char* name) {
  using namespace py::literals;
  using C = Condition<L>;
  const auto wait = [](C& condition, std::optional<double> seconds) {
    const threading::Timeout timeout = timeout_of(seconds);
    const py::gil_scoped_release unlocked;
    return condition.wait(timeout);
  };
  // The predicate's own value, whatever its type, is what Python returns.
  const auto wait_for = [](C& condition, const py::function& predicate,
                           std::optional<double> seconds) {
    const threading::Timeout timeout = timeout_of(seconds);
    py::object value;
    const auto ask = [&] {
      const py::gil_scoped_acquire locked;
      value = predicate();
      return py::cast<bool>(py::bool_(value));
    };
    {
      const py::gil_scoped_release unlocked;
      condition.wait_for(ask, timeout);
    }
    return value;
  };
  py::class_<C> type(module, name);
  add_lock_methods(type)
      .def(py::init<>())
      .def(py::init<L&>(), py::keep_alive<1, 2>())
      .def("wait", wait, "timeout"_a = py::none())
      .def("wait_for", wait_for, "predicate"_a, "timeout"_a = py::none())
      .def("notify", &C::notify, "n"_a = 1, Unlocked())
      .def("notify_all", &C::notify_all, Unlocked());
}

}  // namespace

void add_locks(py::module_& module) {
  py::class_<Lock> lock(module, "Lock");
  add_lock_methods(lock).def(py::init<>()).def("locked", &Lock::locked);
  py::class_<RLock> rlock(module, "RLock");
  add_lock_methods(rlock)
      .def(py::init<>())
      .def("locked", &RLock::locked)
      .def("_is_owned", &RLock::is_owned)
      .def("_recursion_count", &RLock::recursion_count)
      .def("_release_save", &RLock::release_save)
      .def("_acquire_restore", &RLock::acquire_restore, Unlocked());
  add_condition<Lock>(module, "ConditionOnLock");
  add_condition<RLock>(module, "ConditionOnRLock");
}

}  // namespace bindings
