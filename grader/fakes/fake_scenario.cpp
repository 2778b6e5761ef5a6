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
#include "protocol/must_fail.hpp"

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

Frame done(const protocol::Order& order) {
  return frame(order, FrameKind::done, Verdict::passed);
}

Frame failure(const protocol::Order& order) {
  return frame(order, FrameKind::failure, Verdict::wrong);
}

std::string forged(const protocol::Order& order) {
  Frame frame = done(order);
  frame.nonce[0] = static_cast<std::uint8_t>(frame.nonce[0] + 1);
  return protocol::encode(frame);
}

// What to send, and the status to end with then.
struct Mode {
  std::string_view name;
  std::string (*sends)(const protocol::Order&);
  int status;
};

std::string nothing(const protocol::Order& /*order*/) {
  return "";
}

using protocol::encode;
using protocol::kExitFailed;
using protocol::Order;

const std::array kModes = {
    Mode{"passes", [](const Order& o) { return encode(done(o)); }, 0},
    Mode{"fails", [](const Order& o) { return encode(failure(o)); }, kExitFailed},
    Mode{"fails-in-more-words",
         [](const Order& o) { return encode(failure(o)) + encode(failure(o)); }, kExitFailed},
    Mode{"ends-early", nothing, 0},
    Mode{"ends-early-with-status", nothing, 3},
    Mode{"pretends-to-be-refused", nothing, protocol::kExitRefused},
    Mode{"forges-nonce", forged, 0},
    Mode{"passes-twice", [](const Order& o) { return encode(done(o)) + encode(done(o)); }, 0},
    Mode{"fails-then-passes", [](const Order& o) { return encode(failure(o)) + encode(done(o)); },
         0},
    Mode{"fails-but-exits-with-0", [](const Order& o) { return encode(failure(o)); }, 0},
    Mode{"passes-but-exits-with-77", [](const Order& o) { return encode(done(o)); }, kExitFailed},
    Mode{"passes-with-a-failing-verdict",
         [](const Order& o) { return encode(frame(o, FrameKind::done, Verdict::wrong)); }, 0},
    Mode{"fails-with-a-passing-verdict",
         [](const Order& o) { return encode(frame(o, FrameKind::failure, Verdict::passed)); },
         kExitFailed},
    Mode{"fails-and-blames-the-grader",
         [](const Order& o) { return encode(frame(o, FrameKind::failure, Verdict::grader_error)); },
         kExitFailed},
    Mode{"starts-and-passes",
         [](const Order& o) {
           return encode(frame(o, FrameKind::started, Verdict::passed)) + encode(done(o));
         },
         0},
    Mode{"starts-twice",
         [](const Order& o) {
           const std::string start = encode(frame(o, FrameKind::started, Verdict::passed));
           return start + start + encode(done(o));
         },
         0},
    Mode{"sends-rubbish", [](const Order&) { return std::string("[  PASSED  ] 1 test."); }, 0},
    Mode{"sends-half", [](const Order& o) { return encode(done(o)).substr(0, 20); }, 0},
    Mode{"passes-then-rubbish", [](const Order& o) { return encode(done(o)) + "x"; }, 0},
    Mode{"races-silently", nothing, 66},
};

// What is not said by what it sends and how it ends.
void misbehave(std::string_view mode, const Order& order) {
  if (mode == "floods-the-channel") {
    const std::string block(65'536, 'x');
    while (true)
      send(block);
  }
  if (mode == "prints-success") print("[  PASSED  ] 1 test.\n");
  if (mode == "passes-then-aborts") send(encode(done(order)));
  if (mode == "fails-then-aborts" || mode == "fails-then-hangs") send(encode(failure(order)));
  if (mode.ends_with("aborts")) std::abort();
  if (mode.ends_with("hangs")) hang();
  if (mode == "passes-but-races") {
    send(encode(done(order)));
    print("WARNING: ThreadSanitizer: data race (pid=1)\n");
    std::_Exit(66);
  }
}

}  // namespace

int main() {
  const Order order = read_order();
  const std::string_view name = order.scenario.data();
  if (name == "passes-whatever-is-ordered") {
    send(encode(done(order)));
    std::_Exit(0);
  }
  if (protocol::must_fail(order)) {
    send(encode(failure(order)));
    std::_Exit(kExitFailed);
  }
  for (const Mode& mode : kModes) {
    if (mode.name != name) continue;
    send(mode.sends(order));
    std::_Exit(mode.status);
  }
  misbehave(name, order);
  return 0;
}
