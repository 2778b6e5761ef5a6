#include "cpython/module.hpp"

#include "cpython/gil.hpp"
#include "threading/errors.hpp"

namespace bindings {
namespace {

// The exception that Python's own module has for it.
void raise(const char* module, const char* name, const std::exception& error) {
  PyErr_SetString(py::module_::import(module).attr(name).ptr(), error.what());
}

void translate(std::exception_ptr thrown) {
  try {
    std::rethrow_exception(std::move(thrown));
  } catch (const PythonError& error) {
    const py::object value = error.value();
    PyErr_SetObject(py::type::of(value).ptr(), value.ptr());
  } catch (const threading::BrokenBarrierError& error) {
    raise("threading", "BrokenBarrierError", error);
  } catch (const threading::BrokenThreadPool& error) {
    raise("concurrent.futures.thread", "BrokenThreadPool", error);
  } catch (const threading::Empty& error) {
    raise("queue", "Empty", error);
  } catch (const threading::Full& error) {
    raise("queue", "Full", error);
  } catch (const threading::CancelledError& error) {
    raise("concurrent.futures", "CancelledError", error);
  } catch (const threading::TimeoutError& error) {
    raise("concurrent.futures", "TimeoutError", error);
  }
}

}  // namespace
}  // namespace bindings

PYBIND11_MODULE(LOCKSTEP_MODULE, module) {
  pybind11::register_exception_translator(&bindings::translate);
  bindings::add_locks(module);
  bindings::add_signals(module);
  bindings::add_queues(module);
  bindings::add_pool(module);
}
