#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>

#include "grader/system/unique_fd.hpp"

namespace grader {

// What a process and all its descendants use now, as /proc tells. Zeros once they are gone.
struct TreeUsage {
  std::uint64_t memory_bytes = 0;  // resident
  std::uint32_t threads = 0;
  std::chrono::milliseconds cpu{0};  // processor time, that of its dead and reaped included
};

[[nodiscard]] TreeUsage tree_usage(pid_t leader);

// How much memory of one process is resident: what can be asked for often, since the file that
// tells it stays open. Owns that; not thread-safe.
class ResidentMemory {
 public:
  explicit ResidentMemory(pid_t process);

  [[nodiscard]] std::uint64_t bytes() const;  // 0 once the process is gone

 private:
  UniqueFd statm_;
};

// Its first child, whose first child, … `depth` times; 0 where there is none yet, or none any more.
[[nodiscard]] pid_t descendant(pid_t leader, unsigned depth);

// What the threads of one process are about.
struct ThreadActivity {
  std::uint32_t threads = 0;     // that live; none once the process has ended
  bool any_running = false;      // on a processor, or waiting for one, or for a disk
  std::uint64_t run_ns = 0;      // processor time, all threads that live
  std::uint64_t starved_ns = 0;  // time that they could have run and got no processor
  std::uint64_t timeslices = 0;  // how often one of them began to run
};

[[nodiscard]] ThreadActivity thread_activity(pid_t process);

}  // namespace grader
