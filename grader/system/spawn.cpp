#include "grader/system/spawn.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "grader/model/check.hpp"
#include "grader/model/error.hpp"
#include "protocol/order.hpp"

namespace grader {
namespace {

// Descriptors that we keep lie above those that a child gets, so that no dup2 in the child can
// overwrite the source of another.
constexpr int kLeastOwnFd = 16;

struct Pipe {
  UniqueFd read, write;
};

UniqueFd moved_up(const UniqueFd& low) {
  UniqueFd high(::fcntl(low.get(), F_DUPFD_CLOEXEC, kLeastOwnFd));
  if (!high) throw Error(fmt::format("no file descriptor is left: {}", std::strerror(errno)));
  return high;
}

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw Error(fmt::format("no pipe can be made: {}", std::strerror(errno)));
  }
  const UniqueFd read(ends[0]);
  const UniqueFd write(ends[1]);
  return {moved_up(read), moved_up(write)};
}

void make_non_blocking(const UniqueFd& fd) {
  ::fcntl(fd.get(), F_SETFL, ::fcntl(fd.get(), F_GETFL) | O_NONBLOCK);
}

// The C interface of posix_spawn, freed whatever happens.
class FileActions {
 public:
  FileActions() { ::posix_spawn_file_actions_init(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  posix_spawn_file_actions_t* get() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

class Attributes {
 public:
  Attributes() {
    ::posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setflags(&attributes_,
                               POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
  posix_spawnattr_t* get() { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (const std::string& word : words)
    pointers.push_back(const_cast<char*>(word.c_str()));  // posix_spawn's old signature; only read
  pointers.push_back(nullptr);
  return pointers;
}

// The order is small enough to lie in the pipe before anybody reads it.
Pipe filled_pipe(const std::string& bytes) {
  LOCKSTEP_CHECK(bytes.size() <= 4096);
  Pipe pipe = make_pipe();
  const ssize_t written = ::write(pipe.write.get(), bytes.data(), bytes.size());
  LOCKSTEP_CHECK(written == static_cast<ssize_t>(bytes.size()));
  pipe.write.reset();
  return pipe;
}

// Children inherit it, and so have it from their first instruction: ThreadSanitizer reads the
// limit and sets it again while it starts, and gives up where it was lowered in between.
void allow_no_core_dumps() {
  static const bool done = [] {
    const rlimit none{0, 0};
    return ::setrlimit(RLIMIT_CORE, &none) == 0;
  }();
  LOCKSTEP_CHECK(done);
}

void set_limits(pid_t pid, const ProcessLimits& limits) {
  const rlimit file{limits.file_bytes, limits.file_bytes};
  // It may have ended already; then there is nothing to limit.
  ::prlimit(pid, RLIMIT_FSIZE, &file, nullptr);
}

}  // namespace

Spawned spawn(const ProcessSpec& spec) {
  allow_no_core_dumps();
  FileActions actions;
  Attributes attributes;
  Pipe out = make_pipe();
  Pipe err = make_pipe();
  Pipe order;
  Pipe report;
  ::posix_spawn_file_actions_addopen(actions.get(), 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(actions.get(), out.write.get(), 1);
  ::posix_spawn_file_actions_adddup2(actions.get(), err.write.get(), 2);
  if (spec.order) {
    order = filled_pipe(*spec.order);
    ::posix_spawn_file_actions_adddup2(actions.get(), order.read.get(), protocol::kOrderFd);
  }
  if (spec.reports) {
    report = make_pipe();
    ::posix_spawn_file_actions_adddup2(actions.get(), report.write.get(), protocol::kReportFd);
  }
  const int first_unused =
      spec.reports ? protocol::kReportFd + 1 : (spec.order ? protocol::kOrderFd + 1 : 3);
  ::posix_spawn_file_actions_addclosefrom_np(actions.get(), first_unused);
  if (!spec.directory.empty()) {
    ::posix_spawn_file_actions_addchdir_np(actions.get(), spec.directory.c_str());
  }
  Spawned child;
  const int error =
      ::posix_spawn(&child.pid, spec.argv.front().c_str(), actions.get(), attributes.get(),
                    pointers(spec.argv).data(), pointers(spec.environment).data());
  if (error != 0) {
    throw Error(fmt::format("'{}' cannot be started: {}", spec.argv.front(), std::strerror(error)));
  }
  set_limits(child.pid, spec.limits);
  child.pidfd = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, child.pid, 0)));
  if (!child.pidfd) {
    const std::string reason = std::strerror(errno);
    ::kill(child.pid, SIGKILL);
    ::waitpid(child.pid, nullptr, 0);
    throw Error(
        fmt::format("this kernel cannot watch a process ({}); use Linux 5.3 or newer", reason));
  }
  child.out = std::move(out.read);
  child.err = std::move(err.read);
  child.report = std::move(report.read);
  for (const UniqueFd* fd : {&child.out, &child.err, &child.report}) {
    if (*fd) make_non_blocking(*fd);
  }
  return child;
}

bool switch_off_address_randomisation() {
  const int current = ::personality(0xffffffff);
  if (current == -1) return false;
  if ((current & ADDR_NO_RANDOMIZE) != 0) return true;
  return ::personality(static_cast<unsigned long>(current) | ADDR_NO_RANDOMIZE) != -1;
}

}  // namespace grader
