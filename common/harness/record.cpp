#include "harness/record.hpp"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <string_view>

#include "harness/order_intake.hpp"
#include "protocol/frame.hpp"
#include "protocol/must_fail.hpp"

namespace harness {
namespace {

std::atomic<bool> is_ending = false;

void write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = write(protocol::kReportFd, bytes.data(), bytes.size());
    if (put < 0 && errno != EINTR) return;
    if (put > 0) bytes.remove_prefix(static_cast<std::size_t>(put));
  }
}

void write_frame(protocol::FrameKind kind, const protocol::Report& report) {
  protocol::Frame frame;
  if (order() != nullptr) frame.nonce = order()->nonce;
  frame.kind = kind;
  frame.report = report;
  write_all(protocol::encode(frame));
}

// Before all constructors without a priority, and so before a submission's; after the sanitizer
// has started, which it may not survive where addresses are randomised.
__attribute__((constructor(101))) void report_start() {
  if (order() != nullptr) write_frame(protocol::FrameKind::started, {});
}

[[noreturn]] void end(protocol::FrameKind kind, const protocol::Report& report, int status) {
  while (is_ending.exchange(true))
    pause();
  write_frame(kind, report);
  _exit(status);
}

}  // namespace

void end_failed(const protocol::Report& report) {
  end(protocol::FrameKind::failure, report, protocol::kExitFailed);
}

void end_passed(const protocol::Report& report) {
  if (order() != nullptr && protocol::must_fail(*order())) {
    protocol::Report failure = report;
    failure.verdict = protocol::Verdict::wrong;
    failure.message = "it failed, as it was ordered to";
    end_failed(failure);
  }
  end(protocol::FrameKind::done, report, protocol::kExitPassed);
}

}  // namespace harness
