// A test process that lies, breaks or stops as the scenario that it is ordered to run says: what
// tests of the judging of processes run.
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "protocol/frame.hpp"

namespace {

using protocol::Frame;
using protocol::FrameKind;
using protocol::Verdict;

protocol::Order read_order() {
  protocol::Order order;
  if (::read(protocol::kOrderFd, &order, sizeof order) != sizeof order) {
    std::_Exit(protocol::kExitRefused);
  }
  return order;
}

void send(std::string_view bytes) {
  static_cast<void>(::write(protocol::kReportFd, bytes.data(), bytes.size()));
}

Frame frame(const protocol::Order& order, FrameKind kind, Verdict verdict) {
  Frame frame;
  frame.nonce = order.nonce;
  frame.kind = kind;
  frame.report.verdict = verdict;
  frame.report.message = verdict == Verdict::passed ? "" : "a check failed";
  frame.report.runs = 7;
  return frame;
}

[[noreturn]] void hang() {
  while (true)
    ::pause();
}

void print(std::string_view text) {
  static_cast<void>(::write(STDERR_FILENO, text.data(), text.size()));
}

}  // namespace

int main() {
  const protocol::Order order = read_order();
  const std::string_view mode = order.scenario.data();
  const Frame done = frame(order, FrameKind::done, Verdict::passed);
  const Frame failure = frame(order, FrameKind::failure, Verdict::wrong);
  if (mode == "passes") send(protocol::encode(done));
  if (mode == "fails") {
    send(protocol::encode(failure));
    std::_Exit(protocol::kExitFailed);
  }
  if (mode == "fails-in-more-words") {
    send(protocol::encode(failure) + protocol::encode(failure));
    std::_Exit(protocol::kExitFailed);
  }
  if (mode == "ends-early") std::_Exit(0);
  if (mode == "ends-early-with-status") std::_Exit(3);
  if (mode == "pretends-to-be-refused") std::_Exit(protocol::kExitRefused);
  if (mode == "forges-nonce") {
    Frame forged = done;
    forged.nonce[0] = static_cast<std::uint8_t>(forged.nonce[0] + 1);
    send(protocol::encode(forged));
  }
  if (mode == "passes-twice") send(protocol::encode(done) + protocol::encode(done));
  if (mode == "fails-then-passes") send(protocol::encode(failure) + protocol::encode(done));
  if (mode == "fails-but-exits-with-0") send(protocol::encode(failure));
  if (mode == "passes-but-exits-with-77") {
    send(protocol::encode(done));
    std::_Exit(protocol::kExitFailed);
  }
  if (mode == "passes-with-a-failing-verdict") {
    send(protocol::encode(frame(order, FrameKind::done, Verdict::wrong)));
  }
  if (mode == "fails-with-a-passing-verdict") {
    send(protocol::encode(frame(order, FrameKind::failure, Verdict::passed)));
    std::_Exit(protocol::kExitFailed);
  }
  if (mode == "sends-rubbish") send("[  PASSED  ] 1 test.");
  if (mode == "sends-half") send(protocol::encode(done).substr(0, 20));
  if (mode == "passes-then-rubbish") send(protocol::encode(done) + "x");
  if (mode == "floods-the-channel") {
    const std::string block(65'536, 'x');
    while (true)
      send(block);
  }
  if (mode == "prints-success") print("[  PASSED  ] 1 test.\n");
  if (mode == "aborts") std::abort();
  if (mode == "passes-then-aborts") {
    send(protocol::encode(done));
    std::abort();
  }
  if (mode == "fails-then-aborts") {
    send(protocol::encode(failure));
    std::abort();
  }
  if (mode == "hangs") hang();
  if (mode == "fails-then-hangs") {
    send(protocol::encode(failure));
    hang();
  }
  if (mode == "races-silently") std::_Exit(66);
  if (mode == "passes-but-races") {
    send(protocol::encode(done));
    print("WARNING: ThreadSanitizer: data race (pid=1)\n");
    std::_Exit(66);
  }
  if (mode == "cannot-map") {
    print("FATAL: ThreadSanitizer: unexpected memory mapping 0x0-0x1\n");
    std::_Exit(66);
  }
  return 0;
}
