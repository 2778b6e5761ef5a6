#pragma once

#include <sys/types.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

// What the kernel says about the threads of this process. Under real threads this is the one way
// to know that another thread is blocked without guessing at a time to wait for it.
namespace harness {

struct Task {
  pid_t id = 0;
  std::string name;
  char state = '?';          // 'S': asleep, 'R': running or ready to, as in /proc
  std::uint64_t sleeps = 0;  // times that it gave up the processor of its own accord
  friend bool operator==(const Task&, const Task&) = default;
};

// All threads of the process but the caller and those in `ignored`, by rising id.
[[nodiscard]] std::vector<Task> other_tasks(const std::set<pid_t>& ignored);

// Were they all asleep at one and the same moment? They were where two looks find all of them
// asleep and none has slept anew in between; nothing but time or the caller can wake them then.
[[nodiscard]] bool all_asleep(const std::vector<Task>& before, const std::vector<Task>& after);

}  // namespace harness
