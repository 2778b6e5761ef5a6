#include "grader/system/sandbox.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <system_error>

#include "grader/model/check.hpp"
#include "grader/model/error.hpp"
#include "grader/system/executable.hpp"
#include "grader/system/landlock.hpp"
#include "grader/system/system_call_filter.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

// Whom confined processes become where the grader is root: the end of the range of ordinary users,
// where Debian and systemd give out no numbers; as there are many, two graders seldom share one.
constexpr std::uint32_t kFirstUser = 56'000;
constexpr std::uint32_t kUsersOfOneGrader = 64;

constexpr std::uint64_t kOpenFilesOfTests = 128;
constexpr std::uint64_t kOpenFilesOfTools = 1024;
constexpr std::uint64_t kProcessesOfTools = 64;
constexpr std::uint64_t kScratchOfTools = 512U << 20U;
// So many more than a lab allows: whoever counts them shall see a breach, and say so, before a
// thread is refused and the program dies of that.
constexpr std::uint64_t kSpareThreads = 192;

bool is_root() {
  return ::geteuid() == 0;
}

std::uint32_t first_user() {
  constexpr std::uint32_t kGraders = 50;
  return kFirstUser + static_cast<std::uint32_t>(::getpid()) % kGraders * kUsersOfOneGrader;
}

// What all tiers have in common: limits, and a user without rights in root's place.
protocol::Plan basic_plan(const ProcessLimits& limits, Duty duty) {
  protocol::Plan plan;
  // Where memory is watched, this is for what grows faster than anybody watches. A program with
  // ThreadSanitizer or the explorer reserves more addresses than any limit could mean.
  if (duty == Duty::tool) plan.address_space = 2 * limits.memory_bytes;
  plan.file_bytes = limits.file_bytes;
  // A second more than what is watched for: who breaches it is told which limit that was.
  const auto cpu = std::chrono::ceil<std::chrono::seconds>(limits.cpu).count();
  plan.cpu_seconds = cpu == 0 ? 0 : static_cast<std::uint64_t>(cpu) + 1;
  plan.open_files = duty == Duty::test ? kOpenFilesOfTests : kOpenFilesOfTools;
  if (is_root()) {
    plan.user = first_user();
    plan.opens_all = duty == Duty::tool ? 1 : 0;
  }
  return plan;
}

std::uint64_t process_limit(const ProcessLimits& limits, Duty duty) {
  if (duty == Duty::tool) return kProcessesOfTools;
  return limits.threads == 0 ? 0 : limits.threads + kSpareThreads;
}

// The filters, made once: that costs a millisecond.
struct Filters {
  SystemCallFilter test = test_filter();
  SystemCallFilter tool = tool_filter();
  SystemCallFilter seal = seal_filter();

  void put_into(Confinement& confinement, Duty duty) const {
    const SystemCallFilter& filter = duty == Duty::test ? test : tool;
    LOCKSTEP_CHECK(filter.size() <= protocol::kMaxFilter && seal.size() <= protocol::kMaxSeal);
    std::copy(filter.begin(), filter.end(), confinement.plan.filter.begin());
    confinement.plan.filter_size = static_cast<std::uint32_t>(filter.size());
    if (duty == Duty::test) confinement.seal = seal;
  }
};

// Limits only: a process group of its own, time, memory, output, and an ordinary user.
class BasicSandbox : public Sandbox {
 public:
  explicit BasicSandbox(fs::path init) : init_(std::move(init)) {}

  [[nodiscard]] Tier tier() const override { return Tier::basic; }
  [[nodiscard]] ProcessSpec confine(ProcessSpec spec, const View& /*view*/,
                                    Duty duty) const override {
    Confinement confinement;
    confinement.wrapper = {init_.string()};
    confinement.plan = basic_plan(spec.limits, duty);
    if (is_root()) confinement.plan.processes = process_limit(spec.limits, duty);
    spec.confinement = std::move(confinement);
    return spec;
  }

 private:
  fs::path init_;
};

// Landlock's rules on files, a filter of system calls, limits. An ordinary user's processes cannot
// be counted apart from all else that user runs: there, watching alone limits them.
class RestrictedSandbox : public Sandbox {
 public:
  explicit RestrictedSandbox(fs::path init) : init_(std::move(init)) {}

  [[nodiscard]] Tier tier() const override { return Tier::restricted; }
  [[nodiscard]] ProcessSpec confine(ProcessSpec spec, const View& view, Duty duty) const override {
    Confinement confinement;
    confinement.wrapper = {init_.string()};
    confinement.plan = basic_plan(spec.limits, duty);
    if (is_root()) confinement.plan.processes = process_limit(spec.limits, duty);
    confinement.plan.landlock = 1;
    confinement.ruleset = std::make_shared<const UniqueFd>(make_ruleset(rules_for(view)));
    filters_.put_into(confinement, duty);
    if (duty == Duty::test) spec.directory = "/";  // nothing can be written, wherever it is
    spec.confinement = std::move(confinement);
    return spec;
  }

 private:
  static FileRules rules_for(const View& view) {
    FileRules rules{view.readable, view.writable};
    // Of other processes /proc tells what `ps` does: Landlock keeps their insides closed.
    rules.readable.emplace_back("/proc");
    rules.readable.emplace_back("/dev/urandom");
    rules.writable.emplace_back("/dev/null");
    return rules;
  }

  fs::path init_;
  Filters filters_;
};

// Namespaces and mounts, made by bubblewrap: nothing but the view is there at all. And the filter,
// the limits.
class FullSandbox : public Sandbox {
 public:
  explicit FullSandbox(fs::path init) : init_(std::move(init)) {
    const auto found = find_executable("bwrap");
    if (!found) throw Error("bubblewrap is missing; install it: apt-get install bubblewrap");
    bubblewrap_ = *found;
  }

  [[nodiscard]] Tier tier() const override { return Tier::full; }
  [[nodiscard]] ProcessSpec confine(ProcessSpec spec, const View& view, Duty duty) const override {
    Confinement confinement;
    confinement.depth = 2;
    confinement.plan = basic_plan(spec.limits, duty);
    confinement.plan.processes = process_limit(spec.limits, duty);
    confinement.plan.has_scratch = 1;
    filters_.put_into(confinement, duty);
    confinement.wrapper = command(spec, view, duty);
    spec.directory.clear();  // bubblewrap goes there
    spec.confinement = std::move(confinement);
    return spec;
  }

 private:
  using Words = std::vector<std::string>;

  [[nodiscard]] Words command(const ProcessSpec& spec, const View& view, Duty duty) const {
    Words words = {bubblewrap_.string(), "--unshare-pid", "--unshare-net",
                   "--unshare-ipc",      "--unshare-uts", "--unshare-cgroup-try",
                   "--die-with-parent",  "--as-pid-1"};
    if (is_root()) {
      // Root makes the view, of folders that only root may enter, and init becomes another user
      // before anything else runs. These are the rights that it needs for that.
      for (const char* right : {"CAP_SETUID", "CAP_SETGID", "CAP_KILL", "CAP_DAC_OVERRIDE"})
        words.insert(words.end(), {"--cap-add", right});
    } else {
      words.emplace_back("--unshare-user");
    }
    const std::uint64_t scratch = duty == Duty::tool
                                      ? kScratchOfTools
                                      : std::max<std::uint64_t>(spec.limits.scratch_bytes, 1);
    words.insert(words.end(), {"--perms", "1777", "--size", std::to_string(scratch), "--tmpfs",
                               "/tmp", "--proc", "/proc", "--ro-bind", init_.string(), "/init"});
    add_view(words, view);
    words.insert(words.end(), {"--dev-bind", "/dev/null", "/dev/null"});
    words.insert(words.end(),
                 {"--remount-ro", "/", "--chdir",
                  duty == Duty::test ? "/tmp" : spec.directory.string(), "--", "/init"});
    return words;
  }

  static void add_view(Words& words, const View& view) {
    std::error_code none;
    for (const char* folder : {"/bin", "/lib", "/lib32", "/lib64", "/libx32"}) {
      if (!fs::is_symlink(folder, none)) continue;
      words.insert(words.end(), {"--symlink", fs::read_symlink(folder, none).string(), folder});
    }
    // bubblewrap itself would make what lies above them for their owner alone, who is root.
    std::set<fs::path> above = {"/dev"};
    for (const auto* paths : {&view.readable, &view.writable}) {
      for (fs::path path : *paths) {
        while (path.has_relative_path())
          above.insert(path = path.parent_path());
      }
    }
    for (const fs::path& folder : above) {
      if (folder.has_relative_path() && folder != "/tmp") {
        words.insert(words.end(), {"--perms", "0755", "--dir", folder.string()});
      }
    }
    for (const auto& path : view.readable)
      words.insert(words.end(), {"--ro-bind-try", path.string(), path.string()});
    for (const auto& path : view.writable)
      words.insert(words.end(), {"--bind", path.string(), path.string()});
  }

  fs::path init_;
  fs::path bubblewrap_;
  Filters filters_;
};

}  // namespace

std::unique_ptr<const Sandbox> make_sandbox(Tier tier, const SandboxOptions& options) {
  switch (tier) {
    case Tier::full:
      return std::make_unique<FullSandbox>(options.init);
    case Tier::restricted:
      return std::make_unique<RestrictedSandbox>(options.init);
    case Tier::basic:
      break;
  }
  return std::make_unique<BasicSandbox>(options.init);
}

}  // namespace grader
