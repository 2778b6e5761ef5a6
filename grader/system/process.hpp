#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "grader/system/unique_fd.hpp"
#include "protocol/confinement.hpp"

// Runs child processes, several at once, each within its limits, and leaves none behind: not on
// an error, not on Ctrl-C. A child gets the descriptors, the environment and the folder that its
// spec names, and nothing else of ours. One thread at a time may call into here.
namespace grader {

struct ProcessLimits {
  // Less the time in which it could have run and the machine had no processor for it.
  std::chrono::milliseconds wall{60'000};
  std::chrono::milliseconds cpu{0};      // processor time of the whole tree; 0: no limit
  std::uint64_t memory_bytes = 0;        // resident, of the whole tree; 0: no limit
  std::uint32_t threads = 0;             // of the whole tree; 0: no limit
  std::uint64_t output_bytes = 1 << 20;  // stdout and stderr together
  std::uint64_t report_bytes = 4 << 20;  // on the report descriptor
  std::uint64_t file_bytes = 1 << 30;    // a file that it writes
  std::uint64_t scratch_bytes = 0;       // in its own /tmp, where a sandbox gives it one
};

// Whether a child in which every thread sleeps for a while is ended before its wall limit.
enum class HangWatch : std::uint8_t { off, on };

// How a process is held in, beyond what we can do from outside; made by a Sandbox.
struct Confinement {
  std::vector<std::string> wrapper;  // stands before argv; ends in init, which tells how it ended
  unsigned depth = 1;                // so many processes stand between us and the confined one
  protocol::Plan plan;               // what init does
  std::shared_ptr<const UniqueFd> ruleset;          // Landlock's; may be null
  std::vector<protocol::FilterInstruction> seal{};  // follows the order; may be empty
};

struct ProcessSpec {
  std::vector<std::string> argv;         // argv[0]: the executable's path
  std::vector<std::string> environment;  // all of it: "NAME=value"
  std::filesystem::path directory;       // empty: ours
  std::optional<std::string> order;      // its descriptor 3 reads this; at most 4096 bytes
  bool reports = false;                  // its descriptor 4 is read into `report`
  HangWatch hang_watch = HangWatch::off;
  ProcessLimits limits;
  std::optional<Confinement> confinement;
};

// How a child ended. All but the first three: we killed it.
enum class Ending : std::uint8_t {
  exited,
  signalled,
  refused,  // init ended it for a system call; see `code`
  wall_limit,
  cpu_limit,
  hang,  // every thread slept; see HangWatch
  memory_limit,
  thread_limit,
  output_limit,
  report_limit,
};

// What the threads of a child did before it was killed for its time.
enum class Activity : std::uint8_t { unknown, asleep, mixed, busy };

struct ProcessOutcome {
  Ending ending = Ending::exited;
  int code = 0;  // exited: the status; signalled: the signal; refused: the system call
  Activity activity = Activity::unknown;
  std::string out, err, report;  // what came before the end, within the limits
  std::chrono::duration<double, std::milli> duration{};
  std::chrono::microseconds cpu{};
  std::uint64_t peak_memory_bytes = 0;
  bool scratch_full = false;

  [[nodiscard]] bool succeeded() const { return ending == Ending::exited && code == 0; }
};

using OnEnd = std::function<void(std::size_t index, const ProcessOutcome& outcome)>;

// Runs all, at most `jobs` at once, in the order given; outcomes beside `specs`. `on_end` is told
// of each as it ends. Throws Error where one cannot be started or confined, Interrupted on Ctrl-C.
[[nodiscard]] std::vector<ProcessOutcome> run_processes(std::span<const ProcessSpec> specs,
                                                        unsigned jobs, const OnEnd& on_end = {});

[[nodiscard]] ProcessOutcome run_process(const ProcessSpec& spec);

}  // namespace grader
