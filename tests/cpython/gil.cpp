#include "cpython/gil.hpp"

namespace bindings {
namespace {

constexpr double kTimeoutMax = 9223372036.0;  // threading.TIMEOUT_MAX

threading::Timeout from_seconds(double seconds) {
  if (seconds > kTimeoutMax) {
    PyErr_SetString(PyExc_OverflowError, "timeout value is too large");
    throw py::error_already_set();
  }
  return std::chrono::duration_cast<threading::Duration>(std::chrono::duration<double>(seconds));
}

}  // namespace

threading::Timeout timeout_of(const std::optional<double>& seconds) {
  if (!seconds) return std::nullopt;
  return from_seconds(*seconds);
}

threading::Timeout lock_timeout_of(double seconds) {
  if (seconds == -1) return std::nullopt;
  return from_seconds(seconds);
}

}  // namespace bindings
