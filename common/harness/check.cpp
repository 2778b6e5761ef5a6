#include "harness/check.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>

#include "harness/costs.hpp"
#include "harness/judge.hpp"
#include "harness/scenario.hpp"

namespace harness {

void fail_check(const std::string& message, Place place) {
  Failure failure;
  failure.message = message;
  // Where a test may be read, say where to read it; of the others nothing is shown.
  if (visibility_of(place.file) == "public") {
    const std::string_view name = place.file.substr(place.file.find_last_of('/') + 1);
    failure.detail = "checked in tests/" + std::string(name) + ":" + std::to_string(place.line);
  }
  fail(failure);
}

void skip_check(const std::string& message) {
  Failure failure;
  failure.verdict = protocol::Verdict::not_run;
  failure.message = message;
  fail(failure);
}

void fail_polling(const char* message) {
  Failure failure;
  failure.verdict = protocol::Verdict::livelock;
  failure.message = message;
  failure.hint = "polling";
  fail(failure);
}

std::string name_of(const std::type_info& type) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free);
  return status == 0 ? name.get() : type.name();
}

std::string describe_current_exception() {
  try {
    throw;
  } catch (const std::exception& error) {
    const std::string text = error.what();
    return name_of(typeid(error)) + (text.empty() ? "" : " (" + text + ")");
  } catch (...) {
    const std::type_info* const type = abi::__cxa_current_exception_type();
    return type == nullptr ? "an unknown exception" : name_of(*type);
  }
}

}  // namespace harness
