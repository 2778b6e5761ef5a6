#include "harness/watchdog.hpp"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <ctime>
#include <thread>

#include "harness/judge.hpp"
#include "harness/task_states.hpp"

namespace harness {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookEvery = 100ms;
constexpr int kQuietLooks = 20;  // so many looks in a row at the same sleepers: a deadlock
constexpr std::time_t kMaxProcessorSeconds = 10;  // for one run of a body

std::atomic<unsigned> runs = 0;
std::atomic<pid_t> watchdog_id = 0;
// Never destroyed: the watchdog goes on while the process exits.
std::set<pid_t>& known_bystanders = *new std::set<pid_t>;

std::time_t processor_seconds() {
  std::timespec spent{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
  return spent.tv_sec;
}

[[noreturn]] void report_deadlock(const std::vector<Task>& sleepers) {
  Failure failure;
  failure.verdict = protocol::Verdict::deadlock;
  failure.message = "every thread sleeps, and nothing is left to wake one";
  for (const Task& task : sleepers)
    failure.detail += (failure.detail.empty() ? "asleep: " : ", ") + task.name;
  fail(failure);
}

[[noreturn]] void report_livelock() {
  Failure failure;
  failure.verdict = protocol::Verdict::livelock;
  failure.message = "the threads keep the processor busy and never come to an end";
  fail(failure);
}

[[noreturn]] void watch() {
  watchdog_id.store(gettid());
  std::vector<Task> last;
  int quiet_looks = 0;
  unsigned last_run = 0;
  std::time_t run_began = processor_seconds();
  for (;;) {
    std::this_thread::sleep_for(kLookEvery);
    if (const unsigned run = runs.load(); run != last_run) {
      last_run = run;
      run_began = processor_seconds();
    }
    if (processor_seconds() - run_began > kMaxProcessorSeconds) report_livelock();
    std::vector<Task> tasks = other_tasks(known_bystanders);
    quiet_looks = all_asleep(last, tasks) ? quiet_looks + 1 : 0;
    if (quiet_looks >= kQuietLooks) report_deadlock(tasks);
    last = std::move(tasks);
  }
}

}  // namespace

void start_watchdog() {
  std::thread(&watch).detach();
  while (watchdog_id.load() == 0)
    std::this_thread::yield();
  // The watchdog looks at the list only after its first sleep, and the scenario's threads come
  // later still: whoever exists now besides us belongs to the sanitizer.
  for (const Task& task : other_tasks({}))
    known_bystanders.insert(task.id);
}

void feed_watchdog() {
  runs.fetch_add(1);
}

const std::set<pid_t>& bystanders() {
  return known_bystanders;
}

}  // namespace harness
