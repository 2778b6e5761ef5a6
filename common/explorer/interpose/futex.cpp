// System calls made through syscall(): futexes are modelled, all else goes to the kernel.
#include <errno.h>
#include <linux/futex.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "explorer/interpose/real.h"
#include "explorer/interpose/virtual_time.h"
#include "explorer/schedule/failure.h"
#include "explorer/schedule/mutex_step.h"

using namespace explorer;

namespace {

SyncObject& futex_object(LogicalThread& thread, std::uint32_t* word) {
  thread.clock_reads = 0;
  return sync_object(word, ObjectKind::atomic);
}

int fail_with(int error) {
  errno = error;
  return -1;
}

std::uint32_t read_word(LogicalThread& thread, std::uint32_t* word) {
  check_alive(thread, reinterpret_cast<std::uintptr_t>(word), sizeof *word);
  return __atomic_load_n(word, __ATOMIC_RELAXED);  // one logical thread runs: nothing to pair with
}

long futex_wait(LogicalThread& thread, std::uint32_t* word, std::uint32_t expected,
                std::int64_t deadline) {
  SyncObject& object = futex_object(thread, word);
  thread.counts.futex_waits++;
  thread.polled = nullptr;
  poll_point(thread, Op::futex_wait, &object, Touch::write, read_word(thread, word) != expected);
  const std::uint32_t value = read_word(thread, word);
  if (value != expected) {
    record(thread, Op::futex_wait, &object, {.read = value, .flags = step_flags(kFailed)});
    polled_in_vain(thread, object);
    return fail_with(EAGAIN);
  }
  record(thread, Op::futex_wait, &object, {.read = value, .flags = step_flags(kBlocked)});
  thread.futex_value = expected;
  switch (sleep(thread, Op::futex_resume, &object, deadline, true)) {
    case Awake::woken:
      record(thread, Op::futex_resume, &object, {.flags = step_flags(kWoken)});
      return 0;
    case Awake::spurious:
      record(thread, Op::futex_resume, &object, {.flags = step_flags(kSpurious)});
      return 0;
    case Awake::timed_out:
      record(thread, Op::futex_resume, &object,
             {.flags = step_flags(kTimedOut | (thread.early ? kEarly : 0u))});
      return fail_with(ETIMEDOUT);
  }
  return 0;
}

// Reads no memory: waking an address whose object is gone is harmless.
long futex_wake(LogicalThread& thread, std::uint32_t* word, int limit) {
  SyncObject& object = futex_object(thread, word);
  thread.counts.futex_wakes++;
  point(thread, Op::futex_wake, &object, Touch::write);
  int woken = 0;
  while (woken < limit) {
    LogicalThread* sleeper = choose_sleeper(object, Op::futex_resume);
    if (sleeper == nullptr) break;
    wake(*sleeper);
    sleeper->visible.join(thread.clock);  // the kernel's barriers; no happens-before for races
    woken++;
  }
  if (woken == 0) thread.counts.useless_wakes++;
  object.last_notify = run.recorder.on() ? run.recorder.step_count() : run.picks;
  record(thread, Op::futex_wake, &object, {.flags = step_flags(), .other = woken});
  return woken;
}

// FUTEX_WAIT takes a duration, FUTEX_WAIT_BITSET a point in time.
std::int64_t deadline_of(LogicalThread& thread, int operation, bool wall_clock,
                         const timespec* time) {
  if (time == nullptr) return kForever;
  if (operation == FUTEX_WAIT) return virtual_deadline_after(*time);
  return deadline_of_wait(thread, wall_clock ? CLOCK_REALTIME : CLOCK_MONOTONIC, *time);
}

long futex(LogicalThread& thread, const long (&arguments)[6]) {
  auto* word = reinterpret_cast<std::uint32_t*>(arguments[0]);
  const int operation = static_cast<int>(arguments[1]) & FUTEX_CMD_MASK;
  const bool wall_clock = (arguments[1] & FUTEX_CLOCK_REALTIME) != 0;
  switch (operation) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET:
      return futex_wait(thread, word, static_cast<std::uint32_t>(arguments[2]),
                        deadline_of(thread, operation, wall_clock,
                                    reinterpret_cast<const timespec*>(arguments[3])));
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
      return futex_wake(thread, word, static_cast<int>(arguments[2]));
    default:
      fail_schedule(Finding::limit, "futex operation %d is not one of wait and wake", operation);
  }
}

}  // namespace

EXPLORER_HOOK long syscall(long number, ...) noexcept {
  va_list list;
  va_start(list, number);
  long arguments[6];
  for (long& argument : arguments)
    argument = va_arg(list, long);
  va_end(list);
  if (number == SYS_futex && self != nullptr) {
    self->frame = hook_frame();
    return futex(*self, arguments);
  }
  return libc_result(raw_syscall(number, arguments[0], arguments[1], arguments[2], arguments[3],
                                 arguments[4], arguments[5]));
}
