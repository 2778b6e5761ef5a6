#include "harness/task_states.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace harness {
namespace {

// The value of "Key:\tvalue", or nothing where the line has another key.
std::string_view value_of(std::string_view line, std::string_view key) {
  if (line.substr(0, key.size()) != key) return {};
  line.remove_prefix(key.size());
  line.remove_prefix(std::min(line.find_first_not_of(":\t "), line.size()));
  return line;
}

template <class Number>
Number number_in(std::string_view text) {
  Number number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Task read_task(const std::filesystem::path& folder) {
  Task task;
  task.id = number_in<pid_t>(folder.filename().string());
  std::ifstream status(folder / "status");
  for (std::string line; std::getline(status, line);) {
    if (const auto name = value_of(line, "Name"); !name.empty()) task.name = name;
    if (const auto state = value_of(line, "State"); !state.empty()) task.state = state.front();
    if (const auto sleeps = value_of(line, "voluntary_ctxt_switches"); !sleeps.empty())
      task.sleeps = number_in<std::uint64_t>(sleeps);
  }
  return task;
}

}  // namespace

std::vector<Task> other_tasks(const std::set<pid_t>& ignored) {
  std::vector<Task> tasks;
  std::error_code gone;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/task", gone)) {
    const Task task = read_task(entry.path());
    if (task.id != gettid() && !ignored.contains(task.id)) tasks.push_back(task);
  }
  std::sort(tasks.begin(), tasks.end(), [](const Task& a, const Task& b) { return a.id < b.id; });
  return tasks;
}

bool all_asleep(const std::vector<Task>& before, const std::vector<Task>& after) {
  const auto asleep = [](const Task& task) { return task.state == 'S'; };
  return before == after && std::all_of(after.begin(), after.end(), asleep);
}

}  // namespace harness
