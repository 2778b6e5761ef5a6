#pragma once

#include "protocol/report.hpp"

// A test process writes that it has started before any code of the submission runs; that is done
// here, and nobody need call it. The last thing that it does is to write its report to the grader
// and to end, at once, without unwinding, without static destructors. Any thread may call these;
// where several do, one report is written and the others' callers never return. Where the order
// says that the check must fail, end_passed reports a failure: a pass that the grader reads then
// is a forgery.
namespace harness {

[[noreturn]] void end_failed(const protocol::Report& report);
[[noreturn]] void end_passed(const protocol::Report& report);

}  // namespace harness
