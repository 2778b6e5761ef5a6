#include "grader/system/memory_group.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "grader/system/unique_fd.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "lockstep-";

// These files are written in one go or not at all.
bool write_value(const fs::path& file, std::string_view value) {
  const UniqueFd fd(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
  return fd && ::write(fd.get(), value.data(), value.size()) == static_cast<ssize_t>(value.size());
}

bool has_word(const std::string& text, std::string_view wanted, char separator) {
  std::istringstream words(text);
  for (std::string word; std::getline(words, word, separator);)
    if (word == wanted) return true;
  return false;
}

struct Mount {
  fs::path root;  // which part of the hierarchy is mounted
  fs::path at;
};

// Where the hierarchy of that type is mounted: of version 1, the one with the memory controller.
std::optional<Mount> find_mount(std::string_view type) {
  std::ifstream mounts("/proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream fields(line);
    std::string number;
    std::string parent;
    std::string device;
    Mount mount;
    fields >> number >> parent >> device >> mount.root >> mount.at;
    const std::size_t rest = line.find(" - ");
    if (rest == std::string::npos) continue;
    std::istringstream after(line.substr(rest + 3));
    std::string found;
    std::string source;
    std::string options;
    after >> found >> source >> options;
    if (found != type) continue;
    if (type == "cgroup2" || has_word(options, "memory", ',')) return mount;
  }
  return {};
}

// Our own group's folder below that mount; `controller` is empty for version 2.
fs::path own_folder(const Mount& mount, std::string_view controller) {
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const bool meant =
        controller.empty() ? controllers.empty() : has_word(controllers, controller, ',');
    if (!meant) continue;
    const fs::path inside = fs::path(line.substr(second + 1)).lexically_relative(mount.root);
    return (mount.at / inside).lexically_normal();
  }
  return {};
}

// Version 2: only below a folder that hands the controller on can a group have a limit.
bool hands_memory_on(const fs::path& folder) {
  std::ifstream file(folder / "cgroup.subtree_control");
  std::string controllers;
  return std::getline(file, controllers) && has_word(controllers, "memory", ' ');
}

void sweep(const fs::path& parent) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(parent, ignored)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(kPrefix)) continue;
    pid_t maker = 0;
    std::from_chars(name.data() + kPrefix.size(), name.data() + name.size(), maker);
    if (maker > 0 && ::kill(maker, 0) != 0 && errno == ESRCH) ::rmdir(entry.path().c_str());
  }
}

std::optional<fs::path> make_below(const fs::path& parent) {
  static unsigned count = 0;
  sweep(parent);
  fs::path folder = parent / fmt::format("{}{}-{}", kPrefix, ::getpid(), count++);
  if (::mkdir(folder.c_str(), 0755) != 0) return {};
  return folder;
}

}  // namespace

std::optional<MemoryGroup> MemoryGroup::make() {
  if (const auto mount = find_mount("cgroup")) {
    if (auto folder = make_below(own_folder(*mount, "memory")))
      return MemoryGroup(std::move(*folder), Version::one);
  }
  const auto mount = find_mount("cgroup2");
  if (!mount) return {};
  const fs::path own = own_folder(*mount, "");
  for (const fs::path& parent : {own, own.parent_path()}) {
    if (!hands_memory_on(parent)) continue;
    if (auto folder = make_below(parent)) return MemoryGroup(std::move(*folder), Version::two);
  }
  return {};
}

MemoryGroup::MemoryGroup(MemoryGroup&& other) noexcept
    : folder_(std::exchange(other.folder_, {})), version_(other.version_) {}

MemoryGroup::~MemoryGroup() {
  if (folder_.empty()) return;
  // Members that were killed a moment ago may still be on their way out.
  constexpr int kAttempts = 50;
  constexpr useconds_t kPause = 1'000;
  for (int attempt = 0; ::rmdir(folder_.c_str()) != 0 && attempt < kAttempts; ++attempt)
    ::usleep(kPause);
}

void MemoryGroup::set_limit(std::uint64_t bytes) const {
  const std::string value = std::to_string(bytes);
  if (version_ == Version::one) {
    write_value(folder_ / "memory.limit_in_bytes", value);
  } else {
    write_value(folder_ / "memory.max", value);
    write_value(folder_ / "memory.swap.max", "0");
  }
}

void MemoryGroup::add(pid_t process) const {
  write_value(folder_ / "cgroup.procs", std::to_string(process));
}

std::uint64_t MemoryGroup::killed() const {
  std::ifstream events(folder_ /
                       (version_ == Version::one ? "memory.oom_control" : "memory.events"));
  std::string name;
  for (std::uint64_t value = 0; events >> name >> value;)
    if (name == "oom_kill") return value;
  return 0;
}

const MemoryGroup* MemoryGroups::limited(unsigned slot, std::uint64_t bytes) {
  if (!possible_) return nullptr;
  if (slot >= groups_.size()) groups_.resize(slot + 1);
  std::optional<MemoryGroup>& group = groups_[slot];
  if (!group) {
    if (auto made = MemoryGroup::make()) group.emplace(std::move(*made));
  }
  possible_ = group.has_value();
  if (!possible_) return nullptr;
  group->set_limit(bytes);
  return &*group;
}

}  // namespace grader
