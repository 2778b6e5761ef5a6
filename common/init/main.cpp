#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>

#include "init/confine.hpp"

// init PROGRAM ARGUMENT…: stands between the grader and a confined program. It starts the program
// as its plan says, waits for its end, and tells the grader of that on a descriptor of its own,
// so that nothing which the program says or does can be taken for it. In a sandbox with process
// numbers of its own it is number 1, and all others end with it. Static and small, since it is
// started for each test; one thread; allocates nothing.
namespace {

using protocol::Ended;
using protocol::EndedHow;
using protocol::SetUp;

protocol::Plan plan;
alignas(16) char child_stack[65'536];

bool read_plan() {
  auto* to = reinterpret_cast<char*>(&plan);
  std::size_t have = 0;
  while (have < sizeof plan) {
    const ssize_t got = read(protocol::kPlanFd, to + have, sizeof plan - have);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    have += static_cast<std::size_t>(got);
  }
  close(protocol::kPlanFd);
  return plan.magic == protocol::kPlanMagic;
}

// Where memory runs out, the kernel shall end us and not the grader.
void offer_ourselves_first() {
  const int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (fd < 0) return;
  static_cast<void>(!write(fd, "1000", 4));
  close(fd);
}

[[noreturn]] void tell(const Ended& ended) {
  static_cast<void>(!write(protocol::kEndedFd, &ended, sizeof ended));
  _exit(0);
}

[[noreturn]] void give_up(SetUp step, int error) {
  Ended ended;
  ended.step = step;
  ended.code = error;
  tell(ended);
}

int run_child(void* attempt) {
  init::become_program(*static_cast<init::Attempt*>(attempt));
  _exit(127);
}

// Starts the program in a process that borrows our memory and our descriptors until it is the
// program: so the listener, which it opens, is ours too.
pid_t start(init::Attempt& attempt) {
  const pid_t child = clone(&run_child, child_stack + sizeof child_stack,
                            CLONE_VM | CLONE_VFORK | CLONE_FILES | SIGCHLD, &attempt);
  if (child < 0) give_up(SetUp::process, errno);
  if (attempt.error != 0) {
    waitpid(child, nullptr, 0);
    give_up(attempt.step, attempt.error);
  }
  return child;
}

// Ends those of our children that /proc lists. False: there are none, or nobody lists them.
bool kill_children() {
  const int fd = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  char list[4096];
  const ssize_t size = read(fd, list, sizeof list - 1);
  close(fd);
  list[size < 0 ? 0 : size] = '\0';
  bool any = false;
  char* at = list;
  for (long child = strtol(at, &at, 10); child > 0; child = strtol(at, &at, 10))
    any = kill(static_cast<pid_t>(child), SIGKILL) == 0 || any;
  return any;
}

// Ends what the program started and left. It is ours since its parent is gone.
void end_stragglers(pid_t child) {
  kill(-child, SIGKILL);
  for (;;) {
    const pid_t gone = waitpid(-1, nullptr, WNOHANG);
    if (gone < 0) return;
    if (gone == 0 && (!kill_children() || waitpid(-1, nullptr, 0) < 0)) return;
  }
}

// The grader has gone. In a sandbox with numbers of its own everybody ends with us.
[[noreturn]] void end_all(pid_t child) {
  if (getpid() == 1) _exit(0);
  kill(child, SIGKILL);
  end_stragglers(child);
  _exit(0);
}

void take_refusal(int listener, pid_t child, Ended& ended) {
  static seccomp_notif notice;
  __builtin_memset(&notice, 0, sizeof notice);
  if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &notice) != 0) return;
  if (ended.refused_call < 0) ended.refused_call = notice.data.nr;
  kill(child, SIGKILL);
}

// Until the child has ended, or the grader.
void watch(pid_t child, int listener, Ended& ended) {
  const int child_fd = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  if (child_fd < 0) return;  // too old a kernel to listen on, either; the grader says so
  pollfd set[] = {{child_fd, POLLIN, 0}, {protocol::kEndedFd, 0, 0}, {listener, POLLIN, 0}};
  while ((set[0].revents & POLLIN) == 0) {
    if (poll(set, 3, -1) < 0 && errno != EINTR) return;
    if ((set[1].revents & POLLERR) != 0) end_all(child);
    if ((set[2].revents & POLLIN) != 0) {
      take_refusal(listener, child, ended);
    } else if (set[2].revents != 0) {
      set[2].fd = -1;  // nobody is left who could be refused anything
    }
  }
}

bool scratch_is_full() {
  struct statvfs scratch {};
  return plan.has_scratch != 0 && statvfs("/tmp", &scratch) == 0 && scratch.f_bavail == 0;
}

[[noreturn]] void reap(pid_t child, Ended& ended) {
  int status = 0;
  rusage usage{};
  while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  const auto micros = [](const timeval& time) {
    return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000 +
           static_cast<std::uint64_t>(time.tv_usec);
  };
  ended.how = WIFEXITED(status) ? EndedHow::exited : EndedHow::signalled;
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
  ended.cpu_microseconds = micros(usage.ru_utime) + micros(usage.ru_stime);
  ended.peak_memory_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  ended.scratch_full = scratch_is_full() ? 1 : 0;
  if (getpid() != 1) end_stragglers(child);
  tell(ended);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || !read_plan()) give_up(SetUp::plan, EINVAL);
  for (const int fd : {protocol::kEndedFd, protocol::kRulesetFd})
    fcntl(fd, F_SETFD, FD_CLOEXEC);
  offer_ourselves_first();
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);  // nobody shall look into us
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  init::Attempt attempt;
  attempt.plan = &plan;
  attempt.command = argv + 1;
  attempt.program = open(argv[1], O_PATH | O_CLOEXEC);
  const pid_t child = start(attempt);
  // What only the program shall hold open: whoever reads from it waits for its end.
  for (int fd = 0; fd < protocol::kEndedFd; ++fd) {
    if (fd != attempt.listener) close(fd);  // it may have got a number that was free
  }
  Ended ended;
  watch(child, attempt.listener, ended);
  reap(child, ended);
}
