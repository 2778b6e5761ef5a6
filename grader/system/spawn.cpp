#include "grader/system/spawn.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>

#include "grader/model/check.hpp"
#include "grader/model/error.hpp"
#include "grader/system/process_tree.hpp"
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

// With what is small enough to lie in a pipe before anybody reads it: two pages always are.
void fill(Pipe& pipe, std::string_view bytes) {
  LOCKSTEP_CHECK(bytes.size() <= 8192);
  make_non_blocking(pipe.write);
  if (::write(pipe.write.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
    throw Error("the system gives no room in a pipe; is another program using up all pipes?");
  }
  pipe.write.reset();
}

// Children inherit it, and so have it from their first instruction: ThreadSanitizer reads the
// limit and sets it again while it starts, and gives up where it was lowered in between.
void allow_no_core_dumps() {
  static const bool kDone = [] {
    const rlimit none{0, 0};
    return ::setrlimit(RLIMIT_CORE, &none) == 0;
  }();
  LOCKSTEP_CHECK(kDone);
}

template <class T>
std::string_view bytes_of(const T* values, std::size_t count) {
  return {reinterpret_cast<const char*>(values), count * sizeof(T)};
}

void set_limits(pid_t pid, const ProcessLimits& limits) {
  const rlimit file{limits.file_bytes, limits.file_bytes};
  // It may have ended already; then there is nothing to limit.
  ::prlimit(pid, RLIMIT_FSIZE, &file, nullptr);
}

// What a child inherits, by the numbers that it has there.
class Inheritance {
 public:
  Inheritance() { ::posix_spawn_file_actions_addopen(actions_.get(), 0, "/dev/null", O_RDONLY, 0); }

  // `ours` must stay open until the child is started. Empty: the child has none of that number.
  void give(const UniqueFd& ours, int number) {
    if (ours) {
      ::posix_spawn_file_actions_adddup2(actions_.get(), ours.get(), number);
    } else {
      ::posix_spawn_file_actions_addclose(actions_.get(), number);
    }
    first_unused_ = std::max(first_unused_, number + 1);
  }

  posix_spawn_file_actions_t* complete(const std::filesystem::path& directory) {
    ::posix_spawn_file_actions_addclosefrom_np(actions_.get(), first_unused_);
    if (!directory.empty()) {
      ::posix_spawn_file_actions_addchdir_np(actions_.get(), directory.c_str());
    }
    return actions_.get();
  }

 private:
  FileActions actions_;
  int first_unused_ = 1;
};

// All pipes of a child. What it holds is empty where the spec asks for none.
struct Channels {
  Pipe out = make_pipe();
  Pipe err = make_pipe();
  Pipe order, report, ended, plan;
};

Channels open_channels(const ProcessSpec& spec) {
  Channels channels;
  if (spec.reports) channels.report = make_pipe();
  std::string order = spec.order.value_or("");
  if (spec.confinement) {
    order += bytes_of(spec.confinement->seal.data(), spec.confinement->seal.size());
    channels.plan = make_pipe();
    channels.ended = make_pipe();
  }
  if (spec.order) {
    channels.order = make_pipe();
    fill(channels.order, order);
  }
  return channels;
}

// Without its plan init does nothing: until then none of what is in the group is the submission's.
void let_begin(const Confinement& confinement, unsigned slot, Channels& channels, pid_t leader,
               const MemoryGroup* group) {
  if (group != nullptr) {
    group->add(leader);
    // What it starts from now on is in the group from the start; this it may have started before.
    if (const pid_t first = descendant(leader, 1); first != 0) group->add(first);
  }
  protocol::Plan plan = confinement.plan;
  // Tools follow each other and share their folder; tests shall share nothing.
  if (plan.user != 0 && plan.opens_all == 0) plan.user += slot + 1;
  fill(channels.plan, bytes_of(&plan, 1));
}

pid_t start(const ProcessSpec& spec, const Channels& channels) {
  allow_no_core_dumps();
  Inheritance inheritance;
  inheritance.give(channels.out.write, 1);
  inheritance.give(channels.err.write, 2);
  inheritance.give(channels.order.read, protocol::kOrderFd);
  inheritance.give(channels.report.write, protocol::kReportFd);
  std::vector<std::string> command;
  if (spec.confinement) {
    static const UniqueFd kNone;
    const auto& ruleset = spec.confinement->ruleset;
    inheritance.give(channels.ended.write, protocol::kEndedFd);
    inheritance.give(channels.plan.read, protocol::kPlanFd);
    inheritance.give(ruleset ? *ruleset : kNone, protocol::kRulesetFd);
    command = spec.confinement->wrapper;
  }
  command.insert(command.end(), spec.argv.begin(), spec.argv.end());
  Attributes attributes;
  pid_t pid = -1;
  const int error =
      ::posix_spawn(&pid, command.front().c_str(), inheritance.complete(spec.directory),
                    attributes.get(), pointers(command).data(), pointers(spec.environment).data());
  if (error != 0) {
    throw Error(fmt::format("'{}' cannot be started: {}", command.front(), std::strerror(error)));
  }
  return pid;
}

UniqueFd open_pidfd(pid_t pid) {
  UniqueFd fd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!fd) {
    throw Error(fmt::format("this kernel cannot watch a process ({}); use Linux 5.3 or newer",
                            std::strerror(errno)));
  }
  return fd;
}

}  // namespace

Spawned spawn(const ProcessSpec& spec, unsigned slot, const MemoryGroup* group) {
  Channels channels = open_channels(spec);
  Spawned child;
  child.pid = start(spec, channels);
  try {
    if (spec.confinement) {
      let_begin(*spec.confinement, slot, channels, child.pid, group);
    } else {
      set_limits(child.pid, spec.limits);
    }
    child.pidfd = open_pidfd(child.pid);
  } catch (const Error&) {
    ::kill(child.pid, SIGKILL);
    ::waitpid(child.pid, nullptr, 0);
    throw;
  }
  child.out = std::move(channels.out.read);
  child.err = std::move(channels.err.read);
  child.report = std::move(channels.report.read);
  child.ended = std::move(channels.ended.read);
  for (const UniqueFd* fd : {&child.out, &child.err, &child.report, &child.ended}) {
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
