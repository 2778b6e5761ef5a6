#include "grader/system/system_call_filter.hpp"

#include <fmt/format.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <span>

#include "grader/model/error.hpp"
#include "grader/system/unique_fd.hpp"

namespace grader {
namespace {

constexpr std::array kAllowed = {
    // files, in a view that holds nothing to hide and nothing to spoil
    "read", "write", "readv", "writev", "pread64", "pwrite64", "lseek", "close", "close_range",
    "dup", "dup2", "dup3", "fcntl", "flock", "poll", "ppoll", "select", "pselect6", "pipe", "pipe2",
    "eventfd", "eventfd2", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_wait",
    "epoll_pwait", "epoll_pwait2", "timerfd_create", "timerfd_settime", "timerfd_gettime", "open",
    "openat", "openat2", "stat", "fstat", "lstat", "newfstatat", "statx", "statfs", "fstatfs",
    "access", "faccessat", "faccessat2", "readlink", "readlinkat", "getdents", "getdents64",
    "getcwd", "chdir", "fchdir", "unlink", "unlinkat", "truncate", "ftruncate", "fallocate",
    "fsync", "fdatasync", "fadvise64", "umask",
    // memory
    "munmap", "mremap", "madvise", "brk", "mincore", "msync", "mlock", "mlock2", "munlock",
    "get_mempolicy",
    // threads
    "futex", "futex_waitv", "membarrier", "rseq", "set_robust_list", "get_robust_list",
    "sched_yield", "sched_getaffinity", "sched_setaffinity", "sched_getparam", "sched_getscheduler",
    "sched_get_priority_max", "sched_get_priority_min", "sched_rr_get_interval", "getpriority",
    "getcpu", "set_tid_address", "arch_prctl", "gettid", "set_thread_area", "exit", "exit_group",
    "wait4", "waitid", "execve", "execveat", "seccomp",
    // time
    "nanosleep", "clock_nanosleep", "clock_gettime", "clock_getres", "gettimeofday", "time",
    "times", "timer_create", "timer_settime", "timer_gettime", "timer_delete", "timer_getoverrun",
    "setitimer", "getitimer", "alarm", "pause",
    // signals
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigpending", "rt_sigtimedwait",
    "rt_sigsuspend", "sigaltstack", "signalfd", "signalfd4", "restart_syscall",
    // what it is and where
    "getpid", "getppid", "getuid", "geteuid", "getgid", "getegid", "getresuid", "getresgid",
    "getgroups", "getpgrp", "getpgid", "getsid", "uname", "sysinfo", "getrusage", "getrlimit",
    "getrandom"};

// They fail, as they would for anybody without the right to them.
constexpr std::array kDenied = {"rename",      "renameat",       "renameat2",
                                "mkdir",       "mkdirat",        "rmdir",
                                "chmod",       "fchmod",         "fchmodat",
                                "chown",       "fchown",         "lchown",
                                "fchownat",    "link",           "linkat",
                                "symlink",     "symlinkat",      "utimensat",
                                "setpriority", "sched_setparam", "sched_setscheduler"};

// What no compiler needs, and who would leave a sandbox does.
constexpr std::array kNoToolNeeds = {"ptrace",
                                     "process_vm_readv",
                                     "process_vm_writev",
                                     "pidfd_getfd",
                                     "socket",
                                     "socketpair",
                                     "connect",
                                     "bind",
                                     "mount",
                                     "umount2",
                                     "move_mount",
                                     "open_tree",
                                     "fsopen",
                                     "fsmount",
                                     "fsconfig",
                                     "fspick",
                                     "mount_setattr",
                                     "pivot_root",
                                     "chroot",
                                     "unshare",
                                     "setns",
                                     "bpf",
                                     "keyctl",
                                     "add_key",
                                     "request_key",
                                     "io_uring_setup",
                                     "io_uring_enter",
                                     "io_uring_register",
                                     "perf_event_open",
                                     "userfaultfd",
                                     "open_by_handle_at",
                                     "name_to_handle_at",
                                     "setuid",
                                     "setgid",
                                     "setreuid",
                                     "setregid",
                                     "setresuid",
                                     "setresgid",
                                     "setgroups",
                                     "mknod",
                                     "mknodat",
                                     "kexec_load",
                                     "init_module",
                                     "finit_module",
                                     "delete_module",
                                     "reboot",
                                     "swapon",
                                     "swapoff",
                                     "sethostname",
                                     "settimeofday",
                                     "clock_settime",
                                     "acct",
                                     "quotactl"};

constexpr std::uint64_t kNamespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |
                                      CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
constexpr std::uint64_t kThread = CLONE_VM | CLONE_SIGHAND | CLONE_THREAD;

// A filter in the making. What goes wrong with it is ours: an Error.
class Rules {
 public:
  explicit Rules(std::uint32_t otherwise) : context_(seccomp_init(otherwise), seccomp_release) {
    if (!context_) throw Error("libseccomp makes no filter; install libseccomp2 2.5 or newer");
    demand(seccomp_attr_set(context_.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS));
  }

  void add(std::uint32_t action, const char* name, std::span<const scmp_arg_cmp> conditions = {}) {
    const int number = seccomp_syscall_resolve_name(name);
    if (number < 0) return;  // not on this architecture, or newer than the library
    demand(seccomp_rule_add_array(context_.get(), action, number,
                                  static_cast<unsigned>(conditions.size()), conditions.data()));
  }
  void add(std::uint32_t action, const char* name, std::initializer_list<scmp_arg_cmp> conditions) {
    add(action, name, std::span(conditions.begin(), conditions.size()));
  }
  void add_all(std::uint32_t action, std::span<const char* const> names) {
    for (const char* name : names)
      add(action, name);
  }

  [[nodiscard]] SystemCallFilter take() const {
    const UniqueFd file(::memfd_create("filter", MFD_CLOEXEC));
    if (!file) throw Error(fmt::format("no memory file can be made: {}", std::strerror(errno)));
    demand(seccomp_export_bpf(context_.get(), file.get()));
    SystemCallFilter filter(protocol::kMaxFilter + 1);
    const ssize_t size =
        ::pread(file.get(), filter.data(), filter.size() * sizeof filter.front(), 0);
    filter.resize(size < 0 ? 0 : static_cast<std::size_t>(size) / sizeof filter.front());
    return filter;
  }

 private:
  static void demand(int result) {
    if (result == 0) return;
    throw Error(fmt::format("libseccomp makes no filter: {}", std::strerror(-result)));
  }

  std::unique_ptr<void, decltype(&seccomp_release)> context_;
};

// scmp_arg_cmp by hand: the library's macros leave a field out, and compilers warn.
scmp_arg_cmp equal(unsigned argument, std::uint64_t value) {
  return {argument, SCMP_CMP_EQ, value, 0};
}
scmp_arg_cmp unequal(unsigned argument, std::uint64_t value) {
  return {argument, SCMP_CMP_NE, value, 0};
}
scmp_arg_cmp masked(unsigned argument, std::uint64_t mask, std::uint64_t value) {
  return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}

void allow_threads_only(Rules& rules) {
  rules.add(SCMP_ACT_ALLOW, "clone", {masked(0, kThread | kNamespaces, kThread)});
  // Its flags lie in memory, where no filter sees them: the C library then uses the other one.
  rules.add(SCMP_ACT_ERRNO(ENOSYS), "clone3");
}

void allow_own_signals(Rules& rules) {
  rules.add(SCMP_ACT_ALLOW, "kill", {equal(0, protocol::kOwnProcess)});
  rules.add(SCMP_ACT_ALLOW, "tgkill", {equal(0, protocol::kOwnProcess)});
  rules.add(SCMP_ACT_ALLOW, "rt_tgsigqueueinfo", {equal(0, protocol::kOwnProcess)});
  rules.add(SCMP_ACT_ALLOW, "rt_sigqueueinfo", {equal(0, protocol::kOwnProcess)});
}

// Memory may be written or executed, never both.
void allow_memory(Rules& rules) {
  for (const char* name : {"mmap", "mprotect", "pkey_mprotect"}) {
    rules.add(SCMP_ACT_ALLOW, name, {masked(2, PROT_EXEC, 0)});
    rules.add(SCMP_ACT_ALLOW, name, {masked(2, PROT_WRITE | PROT_EXEC, PROT_EXEC)});
  }
}

void allow_settings(Rules& rules) {
  constexpr std::uint64_t kNameMapping = 0x53564d41;  // PR_SET_VMA; younger than some headers
  for (const std::uint64_t option :
       {std::uint64_t{PR_SET_NAME}, std::uint64_t{PR_GET_NAME}, std::uint64_t{PR_GET_DUMPABLE},
        std::uint64_t{PR_SET_NO_NEW_PRIVS}, std::uint64_t{PR_GET_NO_NEW_PRIVS},
        std::uint64_t{PR_GET_TIMERSLACK}, std::uint64_t{PR_SET_TIMERSLACK}, kNameMapping}) {
    rules.add(SCMP_ACT_ALLOW, "prctl", {equal(0, option)});
  }
  // Limits may be read. ThreadSanitizer insists on setting that on core dumps: it seems to work.
  rules.add(SCMP_ACT_ALLOW, "prlimit64", {equal(2, 0)});
  rules.add(SCMP_ACT_ERRNO(0), "prlimit64", {unequal(2, 0), equal(1, RLIMIT_CORE)});
  rules.add(SCMP_ACT_ERRNO(EPERM), "prlimit64", {unequal(2, 0), unequal(1, RLIMIT_CORE)});
  rules.add(SCMP_ACT_ERRNO(0), "setrlimit", {equal(0, RLIMIT_CORE)});
  rules.add(SCMP_ACT_ERRNO(EPERM), "setrlimit", {unequal(0, RLIMIT_CORE)});
  constexpr std::uint64_t kQuery = 0xffffffff;
  rules.add(SCMP_ACT_ALLOW, "personality", {equal(0, kQuery)});
  rules.add(SCMP_ACT_ERRNO(EPERM), "personality", {unequal(0, kQuery)});
  rules.add(SCMP_ACT_ERRNO(ENOTTY), "ioctl");
}

}  // namespace

SystemCallFilter test_filter() {
  Rules rules(SCMP_ACT_NOTIFY);
  rules.add_all(SCMP_ACT_ALLOW, kAllowed);
  rules.add_all(SCMP_ACT_ERRNO(EPERM), kDenied);
  allow_threads_only(rules);
  allow_own_signals(rules);
  allow_memory(rules);
  allow_settings(rules);
  return rules.take();
}

SystemCallFilter seal_filter() {
  Rules rules(SCMP_ACT_ALLOW);
  for (const char* name : {"execve", "execveat"})
    rules.add(SCMP_ACT_KILL_PROCESS, name);
  for (const char* name : {"mmap", "mprotect", "pkey_mprotect"})
    rules.add(SCMP_ACT_KILL_PROCESS, name, {masked(2, PROT_EXEC, PROT_EXEC)});
  rules.add(SCMP_ACT_ERRNO(EPERM), "seccomp");
  return rules.take();
}

SystemCallFilter tool_filter() {
  Rules rules(SCMP_ACT_ALLOW);
  rules.add_all(SCMP_ACT_ERRNO(EPERM), kNoToolNeeds);
  return rules.take();
}

std::string system_call_name(int number) {
  const std::unique_ptr<char, decltype(&std::free)> name(
      seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number), std::free);
  return name ? std::string(name.get()) : fmt::format("number {}", number);
}

}  // namespace grader
