#include <pybind11/stl.h>

#include "cpython/gil.hpp"
#include "cpython/module.hpp"
#include "queue/queue.hpp"

namespace bindings {
namespace {

using namespace py::literals;
using Seconds = std::optional<double>;

template <class Q>
void put(Q& queue, const py::object& item, bool block, Seconds seconds) {
  const threading::Timeout timeout = timeout_of(seconds);
  Object object(item);
  const py::gil_scoped_release unlocked;
  queue.put(std::move(object), block, timeout);
}

template <class Q>
py::object get(Q& queue, bool block, Seconds seconds) {
  const threading::Timeout timeout = timeout_of(seconds);
  Object item;
  {
    const py::gil_scoped_release unlocked;
    item = queue.get(block, timeout);
  }
  return item.take();
}

template <class Q>
void add_queue(py::module_& module, const char* name) {
  const auto put_nowait = [](Q& queue, const py::object& item) { put(queue, item, false, {}); };
  // Python has no unsigned numbers: there, a size below one is no bound.
  const auto make = [](std::ptrdiff_t maxsize) {
    return std::make_unique<Q>(maxsize < 0 ? 0U : static_cast<std::size_t>(maxsize));
  };
  py::class_<Q>(module, name)
      .def(py::init(make), "maxsize"_a = 0)
      .def("put", &put<Q>, "item"_a, "block"_a = true, "timeout"_a = py::none())
      .def("get", &get<Q>, "block"_a = true, "timeout"_a = py::none())
      .def("put_nowait", put_nowait)
      .def("get_nowait", [](Q& queue) { return get(queue, false, {}); })
      .def("task_done", &Q::task_done, Unlocked())
      .def("join", &Q::join, Unlocked())
      .def("qsize", &Q::qsize, Unlocked())
      .def("empty", &Q::empty, Unlocked())
      .def("full", &Q::full, Unlocked())
      .def("shutdown", &Q::shutdown, "immediate"_a = false, Unlocked())
      .def_property_readonly("maxsize", &Q::maxsize)
      .def_property_readonly("unfinished_tasks", &Q::unfinished_tasks)
      .def_property_readonly("is_shutdown", &Q::is_shutdown);
}

}  // namespace

void add_queues(py::module_& module) {
  py::register_exception<threading::ShutDown>(module, "ShutDown");
  add_queue<threading::Queue<Object>>(module, "Queue");
  add_queue<threading::LifoQueue<Object>>(module, "LifoQueue");
  add_queue<threading::PriorityQueue<Object>>(module, "PriorityQueue");
}

}  // namespace bindings
