#include "grader/system/process.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <list>
#include <numeric>
#include <optional>

#include "grader/model/error.hpp"
#include "grader/system/hang_watch.hpp"
#include "grader/system/memory_group.hpp"
#include "grader/system/process_tree.hpp"
#include "grader/system/signals.hpp"
#include "grader/system/spawn.hpp"

namespace grader {
namespace {

using Clock = std::chrono::steady_clock;

// Between looks at a child's own memory; at the rest we look every HangDetector::kPeriod.
constexpr std::chrono::milliseconds kTick{5};
constexpr std::chrono::duration<int, std::milli> kPatience{1'000};  // with who tidies up
constexpr int kStretch = 20;  // how many times its wall limit a starved child may take at most

// What init was about when it failed.
std::string_view words_for(protocol::SetUp step) {
  switch (step) {
    case protocol::SetUp::plan:
      return "reading its plan";
    case protocol::SetUp::process:
      return "making a process";
    case protocol::SetUp::user:
      return "changing the user";
    case protocol::SetUp::limits:
      return "setting limits";
    case protocol::SetUp::landlock:
      return "entering Landlock";
    case protocol::SetUp::filter:
      return "loading the filter of system calls";
    case protocol::SetUp::program:
      return "starting it";
  }
  return "";
}

// One running child. Kills and reaps it when destroyed, if it still runs.
class Child {
 public:
  // `group` is the slot's, or null.
  Child(std::size_t index, const ProcessSpec& spec, unsigned slot, const MemoryGroup* group)
      : index_(index),
        spec_(&spec),
        slot_(slot),
        group_(group),
        killed_before_(group != nullptr ? group->killed() : 0),
        start_(Clock::now()),
        process_(spawn(spec, slot, group)) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child();

  [[nodiscard]] std::size_t index() const { return index_; }
  [[nodiscard]] unsigned slot() const { return slot_; }
  [[nodiscard]] Clock::time_point deadline() const {
    return start_ + spec_->limits.wall + starved_;
  }
  [[nodiscard]] bool needs_ticks() const {
    return limits_usage() || spec_->hang_watch == HangWatch::on || ended_by_us_;
  }

  // The descriptors to poll: always four, -1 where closed.
  [[nodiscard]] std::array<int, 4> descriptors() const {
    return {process_.pidfd.get(), process_.out.get(), process_.err.get(), process_.report.get()};
  }

  void read_all() {
    read_some(process_.out, outcome_.out, Ending::output_limit);
    read_some(process_.err, outcome_.err, Ending::output_limit);
    read_some(process_.report, outcome_.report, Ending::report_limit);
  }

  void enforce(Clock::time_point now);
  [[nodiscard]] ProcessOutcome reap();

 private:
  [[nodiscard]] bool limits_usage() const {
    const ProcessLimits& limits = spec_->limits;
    return limits.memory_bytes != 0 || limits.threads != 0 || limits.cpu.count() != 0;
  }
  void kill_all();
  void kill_hard() const {
    ::kill(-process_.pid, SIGKILL);
    ::kill(process_.pid, SIGKILL);
  }

  // The first breach is the one that counts.
  void end(Ending why) {
    if (ended_by_us_) return;
    ended_by_us_ = true;
    ended_at_ = Clock::now();
    outcome_.ending = why;
    kill_all();
  }

  [[nodiscard]] unsigned depth() const {
    return spec_->confinement ? spec_->confinement->depth : 0;
  }
  // The process that the limits are about; 0 while there is none.
  pid_t subject() {
    if (subject_ == 0) subject_ = descendant(process_.pid, depth());
    return subject_;
  }

  void read_some(UniqueFd& fd, std::string& into, Ending breach);
  void check_memory(std::uint64_t bytes);
  void check_usage();
  void watch(Clock::time_point now);
  void give_back_starved_time();
  // Has the kernel ended one of its processes for its memory?
  [[nodiscard]] bool ran_out_of_memory() const {
    return group_ != nullptr && group_->killed() != killed_before_;
  }
  void judge_status(int status);
  void judge_ended();

  std::size_t index_;
  const ProcessSpec* spec_;
  unsigned slot_;
  const MemoryGroup* group_;
  std::uint64_t killed_before_;
  Clock::time_point start_;
  Spawned process_;
  ProcessOutcome outcome_;
  HangDetector hang_;
  std::optional<ResidentMemory> memory_;
  Clock::time_point next_look_{};
  Clock::duration starved_{};
  pid_t subject_ = 0;
  Clock::time_point ended_at_{};
  bool ended_by_us_ = false;
};

Child::~Child() {
  if (process_.pid <= 0) return;
  kill_all();
  pollfd ended = {process_.pidfd.get(), POLLIN, 0};
  if (::poll(&ended, 1, kPatience.count()) != 1) kill_hard();
  ::waitpid(process_.pid, nullptr, 0);
}

// Where something confines the child, that stays: it tidies up, and tells what became of it.
void Child::kill_all() {
  // In a namespace of process numbers all end with the first.
  const pid_t first = depth() > 1 ? descendant(process_.pid, 1) : 0;
  if (first != 0) {
    ::kill(first, SIGKILL);
  } else if (depth() == 1 && subject() != 0) {
    ::kill(-subject(), SIGKILL);
    ::kill(subject(), SIGKILL);
  } else {
    kill_hard();
  }
}

void Child::read_some(UniqueFd& fd, std::string& into, Ending breach) {
  const std::uint64_t limit =
      breach == Ending::report_limit ? spec_->limits.report_bytes : spec_->limits.output_bytes;
  while (fd) {
    std::array<char, 65'536> buffer;
    const ssize_t size = ::read(fd.get(), buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0 && errno == EAGAIN) return;
    if (size <= 0) {
      fd.reset();
      return;
    }
    const std::uint64_t have = breach == Ending::report_limit
                                   ? outcome_.report.size()
                                   : outcome_.out.size() + outcome_.err.size();
    const std::uint64_t room = limit - std::min(limit, have);
    into.append(buffer.data(), std::min(static_cast<std::uint64_t>(size), room));
    if (static_cast<std::uint64_t>(size) > room) {
      end(breach);
      fd.reset();
      return;
    }
  }
}

void Child::watch(Clock::time_point now) {
  if (spec_->hang_watch == HangWatch::off) return;
  hang_.add(now, thread_activity(subject()));
  if (hang_.hangs()) {
    outcome_.activity = Activity::asleep;
    end(Ending::hang);
  }
}

void Child::check_memory(std::uint64_t bytes) {
  outcome_.peak_memory_bytes = std::max(outcome_.peak_memory_bytes, bytes);
  const std::uint64_t limit = spec_->limits.memory_bytes;
  if (limit != 0 && bytes > limit) end(Ending::memory_limit);
}

void Child::check_usage() {
  const ProcessLimits& limits = spec_->limits;
  const TreeUsage usage = tree_usage(subject());
  check_memory(usage.memory_bytes);
  if (limits.threads != 0 && usage.threads > limits.threads) end(Ending::thread_limit);
  if (limits.cpu.count() != 0 && usage.cpu > limits.cpu) end(Ending::cpu_limit);
}

void Child::enforce(Clock::time_point now) {
  if (ended_by_us_ && now - ended_at_ > kPatience) kill_hard();
  if (subject() != 0) {
    if (!memory_) memory_.emplace(subject());
    check_memory(memory_->bytes());
    if (now >= next_look_) {
      next_look_ = now + HangDetector::kPeriod;
      if (limits_usage()) check_usage();
      watch(now);
    }
  }
  if (now >= deadline()) give_back_starved_time();
  if (now >= deadline()) {
    if (!ended_by_us_) outcome_.activity = hang_.activity();
    end(Ending::wall_limit);
  }
}

// Time in which it could have run and got no processor is not its own, nor is that of the tidying
// up behind it: on a machine with too much to do, the limit comes later.
void Child::give_back_starved_time() {
  if (subject() == 0) return;
  const ThreadActivity activity = thread_activity(subject());
  const Clock::duration most = spec_->limits.wall * (kStretch - 1);
  const Clock::duration all = std::chrono::nanoseconds(activity.starved_ns);
  starved_ = std::max(starved_, activity.threads == 0 ? most : std::min(all, most));
}

void Child::judge_status(int status) {
  outcome_.ending = WIFEXITED(status) ? Ending::exited : Ending::signalled;
  outcome_.code = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
}

// By init's word; whatever the leader's own status is, it is not the confined program's.
void Child::judge_ended() {
  protocol::Ended ended;
  if (::read(process_.ended.get(), &ended, sizeof ended) != sizeof ended) {
    if (ended_by_us_) return;
    throw Error(fmt::format("{}; the sandbox of '{}' failed, see `./lockstep doctor`",
                            outcome_.err.substr(0, outcome_.err.find('\n')), spec_->argv.front()));
  }
  if (ended.how == protocol::EndedHow::not_begun) {
    throw Error(fmt::format("'{}' cannot be confined: {}: {}", spec_->argv.front(),
                            words_for(ended.step), std::strerror(ended.code)));
  }
  outcome_.cpu = std::chrono::microseconds(ended.cpu_microseconds);
  outcome_.peak_memory_bytes = std::max(outcome_.peak_memory_bytes, ended.peak_memory_bytes);
  outcome_.scratch_full = ended.scratch_full != 0;
  const bool lasted_too_long =
      outcome_.ending == Ending::hang || outcome_.ending == Ending::wall_limit;
  // Its own end came before ours, and only the tidying up lasted too long.
  const bool ended_first = lasted_too_long && ended.how == protocol::EndedHow::exited;
  if (ended_by_us_ && !ended_first) return;
  const bool by_clock = ended.code == SIGXCPU || ended.code == SIGKILL;
  const bool spent = spec_->limits.cpu.count() != 0 && outcome_.cpu >= spec_->limits.cpu;
  outcome_.code = ended.code;
  if (ended.refused_call >= 0) {
    outcome_.ending = Ending::refused;
    outcome_.code = ended.refused_call;
  } else if (ran_out_of_memory()) {
    outcome_.ending = Ending::memory_limit;
  } else if (ended.how == protocol::EndedHow::exited) {
    outcome_.ending = Ending::exited;
  } else {
    outcome_.ending = by_clock && spent ? Ending::cpu_limit : Ending::signalled;
  }
}

ProcessOutcome Child::reap() {
  // Whatever the leader left running in its group ends with it; while the leader is not reaped,
  // nobody else can have got its number.
  ::kill(-process_.pid, SIGKILL);
  int status = 0;
  rusage usage{};
  while (::wait4(process_.pid, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  process_.pid = -1;
  outcome_.duration = Clock::now() - start_;
  read_all();
  if (spec_->confinement) {
    judge_ended();
    return std::move(outcome_);
  }
  const auto micros = [](const timeval& time) {
    return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
  };
  outcome_.cpu = micros(usage.ru_utime) + micros(usage.ru_stime);
  outcome_.peak_memory_bytes =
      std::max(outcome_.peak_memory_bytes, static_cast<std::uint64_t>(usage.ru_maxrss) * 1024);
  if (!ended_by_us_) judge_status(status);
  return std::move(outcome_);
}

const MemoryGroup* group_for(const ProcessSpec& spec, unsigned slot, MemoryGroups& groups) {
  const std::uint64_t limit = spec.limits.memory_bytes;
  return spec.confinement && limit != 0 ? groups.limited(slot, limit) : nullptr;
}

// How long poll may sleep: to the next tick where one is needed, else to the first deadline.
int poll_timeout(const std::list<Child>& children, Clock::time_point now) {
  Clock::duration rest = std::chrono::seconds(60);
  for (const Child& child : children) {
    rest = std::min(rest, child.needs_ticks() ? Clock::duration(kTick) : child.deadline() - now);
  }
  const auto millis = std::chrono::ceil<std::chrono::milliseconds>(rest).count();
  return static_cast<int>(std::max<std::int64_t>(0, millis));
}

std::vector<pollfd> poll_set(const std::list<Child>& children) {
  std::vector<pollfd> set;
  set.push_back({interrupt_fd(), POLLIN, 0});
  for (const Child& child : children) {
    for (const int fd : child.descriptors())
      set.push_back({fd, POLLIN, 0});
  }
  return set;
}

}  // namespace

std::vector<ProcessOutcome> run_processes(std::span<const ProcessSpec> specs, unsigned jobs,
                                          const OnEnd& on_end) {
  std::vector<ProcessOutcome> outcomes(specs.size());
  MemoryGroups groups;
  std::list<Child> running;  // destroyed, and so killed, whenever an exception passes
  std::size_t next = 0;
  std::vector<unsigned> free_slots(std::max(1U, jobs));
  std::iota(free_slots.rbegin(), free_slots.rend(), 0U);
  while (next < specs.size() || !running.empty()) {
    throw_if_interrupted();
    while (next < specs.size() && !free_slots.empty()) {
      const unsigned slot = free_slots.back();
      running.emplace_back(next, specs[next], slot, group_for(specs[next], slot, groups));
      free_slots.pop_back();
      ++next;
    }
    std::vector<pollfd> set = poll_set(running);
    if (::poll(set.data(), set.size(), poll_timeout(running, Clock::now())) < 0 && errno != EINTR) {
      throw Error("poll failed while waiting for a process");
    }
    const Clock::time_point now = Clock::now();
    std::size_t at = 1;
    for (auto child = running.begin(); child != running.end(); at += 4) {
      const bool has_said =
          set[at + 1].revents != 0 || set[at + 2].revents != 0 || set[at + 3].revents != 0;
      if (has_said) child->read_all();
      if (set[at].revents == 0) {
        child->enforce(now);
        ++child;
        continue;
      }
      const std::size_t index = child->index();
      outcomes[index] = child->reap();
      free_slots.push_back(child->slot());
      child = running.erase(child);
      if (on_end) on_end(index, outcomes[index]);
    }
  }
  return outcomes;
}

ProcessOutcome run_process(const ProcessSpec& spec) {
  return std::move(run_processes(std::span(&spec, 1), 1).front());
}

}  // namespace grader
