#include "explorer/backend/alarm.h"

#include <signal.h>
#include <sys/syscall.h>
#include <sys/time.h>

#include <cstdint>

#include "explorer/backend/worker.h"
#include "explorer/interpose/real.h"
#include "explorer/schedule/failure.h"
#include "explorer/schedule/run.h"

namespace explorer {

namespace {

constexpr suseconds_t kTick = 125'000;  // microseconds of processor time
constexpr std::uint32_t kQuietTicks = 6;

// Changes with whatever a thread does that a hook sees.
struct Progress {
  std::uint64_t schedule;
  std::uint64_t changes;
  std::uint64_t clock_reads;
  std::uint64_t outside_writes;
  std::uint32_t picks;
  std::uint32_t plain_accesses;
  std::uint32_t polls;

  bool operator==(const Progress&) const = default;
};

Progress last;
std::uint32_t quiet_ticks;

Progress progress_of(const LogicalThread& thread) {
  return Progress{.schedule = run.serial,
                  .changes = run.changes,
                  .clock_reads = thread.counts.clock_reads,
                  .outside_writes = thread.outside_writes,
                  .picks = run.picks,
                  .plain_accesses = thread.plain_accesses,
                  .polls = thread.polling.alone};
}

// The signal comes to any thread of the process; only the one that runs can leave its schedule.
bool passed_on(const LogicalThread& thread) {
  if (run.options->backend == Backend::fibers) return false;
  if (raw_syscall(SYS_gettid) == thread.worker->kernel_id) return false;
  raw_syscall(SYS_tgkill, raw_syscall(SYS_getpid), thread.worker->kernel_id, SIGVTALRM);
  return true;
}

void on_tick(int) {
  LogicalThread* thread = run.current;
  if (thread == nullptr || passed_on(*thread)) return;
  const Progress now = progress_of(*thread);
  if (now != last) quiet_ticks = 0;
  last = now;
  if (self == nullptr || ++quiet_ticks < kQuietTicks) return;
  quiet_ticks = 0;
  thread->stack = run.recorder.capture_stack();
  run.failure.endless = true;
  fail_schedule(Finding::livelock, "%s runs for ever and does nothing that others could see",
                called(*thread));
}

void set_timer(suseconds_t period) {
  const timeval tick{.tv_sec = 0, .tv_usec = period};
  const itimerval timer{.it_interval = tick, .it_value = tick};
  setitimer(ITIMER_VIRTUAL, &timer, nullptr);
}

}  // namespace

void start_alarm() {
  quiet_ticks = 0;
  struct sigaction action {};
  action.sa_handler = on_tick;
  action.sa_flags = SA_ONSTACK | SA_NODEFER | SA_RESTART;
  sigaction(SIGVTALRM, &action, nullptr);
  set_timer(kTick);
}

void stop_alarm() {
  set_timer(0);
}

}  // namespace explorer
