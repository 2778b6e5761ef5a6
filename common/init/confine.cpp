#include "init/confine.hpp"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace init {
namespace {

using protocol::Plan;
using protocol::SetUp;

constexpr long kRestrictSelf = 446;  // landlock_restrict_self, on every architecture

bool set_limit(int resource, std::uint64_t soft, std::uint64_t hard) {
  if (soft == 0) return true;
  const rlimit limit{soft, hard};
  return setrlimit(static_cast<__rlimit_resource>(resource), &limit) == 0;
}

bool set_limits(const Plan& plan) {
  const rlimit no_core{0, 0};
  // The soft limit on time is a signal that may be ignored; the hard one is not.
  return setrlimit(RLIMIT_CORE, &no_core) == 0 &&
         set_limit(RLIMIT_CPU, plan.cpu_seconds, plan.cpu_seconds + 1) &&
         set_limit(RLIMIT_FSIZE, plan.file_bytes, plan.file_bytes) &&
         set_limit(RLIMIT_AS, plan.address_space, plan.address_space) &&
         set_limit(RLIMIT_NOFILE, plan.open_files, plan.open_files) &&
         set_limit(RLIMIT_NPROC, plan.processes, plan.processes);
}

// Of all that root may, only to open every file: what may be opened at all, the view decides.
bool keep_opens_all() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct sets[2] = {};
  constexpr unsigned kBit = 1U << static_cast<unsigned>(CAP_DAC_OVERRIDE);
  sets[0] = {kBit, kBit, kBit};
  return syscall(SYS_capset, &header, sets) == 0 &&
         prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0) == 0;
}

// The bare calls: those of the C library would change every thread, and our parent is one here.
bool become_user(const Plan& plan) {
  if (plan.user == 0) return true;
  if (plan.opens_all != 0) prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);
  return syscall(SYS_setgroups, 0, nullptr) == 0 &&
         syscall(SYS_setresgid, plan.user, plan.user, plan.user) == 0 &&
         syscall(SYS_setresuid, plan.user, plan.user, plan.user) == 0 &&
         (plan.opens_all == 0 || keep_opens_all());
}

bool enter_landlock(const Plan& plan) {
  return plan.landlock == 0 || syscall(kRestrictSelf, protocol::kRulesetFd, 0) == 0;
}

// The filter with our own number where the grader could only write a stand-in for it.
void copy_filter(const Plan& plan, sock_filter* program) {
  for (std::uint32_t i = 0; i < plan.filter_size; ++i) {
    __builtin_memcpy(&program[i], &plan.filter[i], sizeof program[i]);
    const bool compares = BPF_CLASS(program[i].code) == BPF_JMP;
    if (compares && program[i].k == protocol::kOwnProcess) {
      program[i].k = static_cast<std::uint32_t>(getpid());
    }
  }
}

bool load_filter(const Plan& plan, int& listener) {
  if (plan.filter_size == 0) return true;
  if (plan.filter_size > protocol::kMaxFilter) {
    errno = EINVAL;
    return false;
  }
  static sock_filter program[protocol::kMaxFilter];
  copy_filter(plan, program);
  const sock_fprog loaded{static_cast<unsigned short>(plan.filter_size), program};
  listener = static_cast<int>(
      syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &loaded));
  if (listener >= 0) return true;
  // Whoever confined us may listen already: the calls fail all the same, only nobody is told.
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &loaded) == 0;
}

bool prepare(const Plan& plan, Attempt& attempt) {
  const auto at = [&](SetUp step, bool done) {
    attempt.step = step;
    return done;
  };
  umask(022);
  return at(SetUp::user, become_user(plan)) &&
         // After the change of user, which would undo it. Our parent cannot have gone: it sleeps.
         // A group of its own: it can be ended with all of it, and we stay to tell.
         at(SetUp::process, prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 && setpgid(0, 0) == 0) &&
         at(SetUp::limits, set_limits(plan)) &&
         at(SetUp::landlock, prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && enter_landlock(plan)) &&
         at(SetUp::filter, load_filter(plan, attempt.listener));
}

}  // namespace

void become_program(Attempt& attempt) {
  if (prepare(*attempt.plan, attempt)) {
    attempt.step = SetUp::program;
    execve(attempt.command[0], attempt.command, environ);
    // The folders above it may be closed to the user that we are now; it was opened before.
    if (errno == EACCES) {
      syscall(SYS_execveat, attempt.program, "", attempt.command, environ, AT_EMPTY_PATH);
    }
  }
  attempt.error = errno;
}

}  // namespace init
