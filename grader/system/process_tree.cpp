#include "grader/system/process_tree.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace grader {
namespace {

// A small file of /proc, in one read; empty once its process is gone.
std::string_view read_proc(const std::string& path, std::array<char, 4096>& buffer) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return {};
  const ssize_t size = ::read(fd.get(), buffer.data(), buffer.size());
  return size > 0 ? std::string_view(buffer.data(), static_cast<std::size_t>(size))
                  : std::string_view();
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t begin = text.find_first_not_of(" \n");
    if (begin == std::string_view::npos) return words;
    const std::size_t end = std::min(text.find_first_of(" \n", begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    text.remove_prefix(end);
  }
}

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Fields of a stat file from the third on: what stands before may hold anything, even brackets.
std::vector<std::string_view> stat_fields(std::string_view stat) {
  const std::size_t name_end = stat.rfind(')');
  return name_end == std::string_view::npos ? std::vector<std::string_view>()
                                            : words(stat.substr(name_end + 1));
}

constexpr std::size_t kState = 0;     // field 3
constexpr std::size_t kTimes = 11;    // fields 14 to 17: user, system, and both of its children
constexpr std::size_t kThreads = 17;  // field 20
constexpr std::size_t kRss = 21;      // field 24, in pages

// Calls `visit` with the name of each thread's folder.
template <class Visit>
void for_each_thread(pid_t process, Visit&& visit) {
  std::error_code gone;
  std::filesystem::directory_iterator threads(fmt::format("/proc/{}/task", process), gone);
  while (!gone && threads != std::filesystem::directory_iterator()) {
    visit(threads->path().string());
    threads.increment(gone);
  }
}

std::uint64_t page_bytes() {
  static const auto kPage = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  return kPage;
}

void add_usage(pid_t process, TreeUsage& usage, int depth) {
  static const auto kTicks = static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));  // a second
  std::array<char, 4096> buffer{};
  const auto stat = stat_fields(read_proc(fmt::format("/proc/{}/stat", process), buffer));
  if (stat.size() <= kRss) return;
  usage.memory_bytes += number(stat[kRss]) * page_bytes();
  usage.threads += static_cast<std::uint32_t>(number(stat[kThreads]));
  std::uint64_t ticks = 0;
  for (std::size_t field = kTimes; field < kTimes + 4; ++field)
    ticks += number(stat[field]);
  usage.cpu += std::chrono::milliseconds(ticks * 1000 / kTicks);
  if (depth == 0) return;
  for_each_thread(process, [&](const std::string& thread) {
    std::array<char, 4096> list{};
    for (const std::string_view child : words(read_proc(thread + "/children", list))) {
      add_usage(static_cast<pid_t>(number(child)), usage, depth - 1);
    }
  });
}

}  // namespace

TreeUsage tree_usage(pid_t leader) {
  constexpr int kDepth = 8;  // a compiler needs three; a deeper tree is bounded by its count
  TreeUsage usage;
  add_usage(leader, usage, kDepth);
  return usage;
}

ResidentMemory::ResidentMemory(pid_t process)
    : statm_(::open(fmt::format("/proc/{}/statm", process).c_str(), O_RDONLY | O_CLOEXEC)) {}

std::uint64_t ResidentMemory::bytes() const {
  std::array<char, 256> buffer{};
  const ssize_t size = ::pread(statm_.get(), buffer.data(), buffer.size(), 0);
  if (size <= 0) return 0;
  const auto sizes = words({buffer.data(), static_cast<std::size_t>(size)});
  return sizes.size() > 1 ? number(sizes[1]) * page_bytes() : 0;
}

pid_t descendant(pid_t leader, unsigned depth) {
  pid_t at = leader;
  for (; depth > 0 && at != 0; --depth) {
    std::array<char, 4096> list{};
    const auto children = words(read_proc(fmt::format("/proc/{0}/task/{0}/children", at), list));
    at = children.empty() ? 0 : static_cast<pid_t>(number(children.front()));
  }
  return at;
}

ThreadActivity thread_activity(pid_t process) {
  ThreadActivity activity;
  for_each_thread(process, [&](const std::string& thread) {
    std::array<char, 4096> buffer{};
    const auto stat = stat_fields(read_proc(thread + "/stat", buffer));
    if (stat.empty() || stat[kState] == "Z" || stat[kState] == "X") return;
    ++activity.threads;
    if (stat[kState] == "R" || stat[kState] == "D") activity.any_running = true;
    const auto schedule = words(read_proc(thread + "/schedstat", buffer));
    if (schedule.size() != 3) return;
    activity.run_ns += number(schedule[0]);
    activity.starved_ns += number(schedule[1]);
    activity.timeslices += number(schedule[2]);
  });
  return activity;
}

}  // namespace grader
