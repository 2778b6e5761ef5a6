#include "grader/system/signals.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>

#include "grader/model/check.hpp"
#include "grader/model/error.hpp"

namespace grader {
namespace {

volatile std::sig_atomic_t seen = 0;
int event = -1;

void on_signal(int /*signal*/) {
  const int saved = errno;
  seen = 1;
  const std::uint64_t one = 1;
  // A full counter can only mean that the event is readable already.
  [[maybe_unused]] const ssize_t written = ::write(event, &one, sizeof one);
  errno = saved;
}

}  // namespace

void install_interrupt_handler() {
  event = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  LOCKSTEP_CHECK(event >= 0);
  struct sigaction action {};
  action.sa_handler = on_signal;
  // Back to the default after the first: a second Ctrl-C always gets out.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGHUP, &action, nullptr);
  ::signal(SIGPIPE, SIG_IGN);  // a closed pager or pipe is an error of write(), not our death
}

int interrupt_fd() {
  return event;
}

bool interrupted() {
  return seen != 0;
}

void throw_if_interrupted() {
  if (interrupted()) throw Interrupted();
}

}  // namespace grader
