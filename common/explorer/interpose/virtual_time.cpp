// Clocks and sleeps.
#include "explorer/interpose/virtual_time.h"

#include <errno.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "explorer/interpose/real.h"
#include "explorer/schedule/mutex_step.h"

namespace explorer {

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
// The steady clock is ahead of the wall clock: where libstdc++ 12 takes a time from the former to
// the latter, for a semaphore's deadline, the largest would overflow otherwise.
constexpr std::int64_t kWallOrigin = 1'700'000'000 * kSecond;
constexpr std::int64_t kSteadyOrigin = 2'000'000'000 * kSecond;

// Who reads the clock again and again waits for it to move: after some reads in a row it does, and
// faster and faster, and others have their turn.
constexpr std::uint32_t kReadsBeforeMoving = 8;

void note_clock_read(LogicalThread& thread) {
  thread.counts.clock_reads++;
  run.clock_read = true;
  also_touches(GlobalObject::clock, Touch::read);
  if (++thread.clock_reads % kReadsBeforeMoving != 0) return;
  const std::uint32_t rounds = thread.clock_reads / kReadsBeforeMoving;
  const std::uint32_t reads = thread.clock_reads;
  if (thread.polling.alone == 0) yield_turn(thread);
  thread.clock_reads = reads;
  also_touches(GlobalObject::clock, Touch::write);
  advance_clock(run.now + (std::int64_t{1000} << (rounds < 24 ? rounds : 24)));
}

int sleep_until(LogicalThread& thread, std::int64_t deadline) {
  point(thread, Op::sleep, nullptr, Touch::nothing);
  thread.clock_reads = 0;
  record(thread, Op::sleep, nullptr, {.flags = step_flags(kBlocked)});
  sleep(thread, Op::sleep, nullptr, deadline, false);
  record(thread, Op::sleep, nullptr,
         {.flags = step_flags(kTimedOut | (thread.early ? kEarly : 0u))});
  return 0;
}

}  // namespace

std::int64_t clock_origin(clockid_t clock) {
  return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE ? kWallOrigin : kSteadyOrigin;
}

std::int64_t to_nanoseconds(const timespec& time) {
  constexpr std::int64_t kFar = INT64_MAX / kSecond / 2;
  if (time.tv_sec >= kFar) return kForever / 2;
  return time.tv_sec * kSecond + time.tv_nsec;
}

std::int64_t virtual_deadline(clockid_t clock, const timespec& until) {
  const std::int64_t time = to_nanoseconds(until);
  return time >= kForever / 2 ? kForever : time - clock_origin(clock);
}

std::int64_t deadline_of_wait(LogicalThread& thread, clockid_t clock, const timespec& until) {
  if (clock_origin(clock) == kWallOrigin) thread.counts.wall_clock_waits++;
  return virtual_deadline(clock, until);
}

std::int64_t virtual_deadline_after(const timespec& duration) {
  also_touches(GlobalObject::clock, Touch::read);
  const std::int64_t time = to_nanoseconds(duration);
  return time >= kForever / 2 ? kForever : run.now + time;
}

}  // namespace explorer

using namespace explorer;

EXPLORER_HOOK int clock_gettime(clockid_t clock, timespec* result) noexcept {
  LogicalThread* thread = self;
  const bool measures_cpu = clock == CLOCK_PROCESS_CPUTIME_ID || clock == CLOCK_THREAD_CPUTIME_ID;
  if (thread == nullptr) {
    // Through the vDSO where the C library can be asked, which before main it may not be.
    return EXPLORER_REAL(clock_gettime)(clock, result);
  }
  note_clock_read(*thread);
  if (!measures_cpu && clock_origin(clock) == kWallOrigin) thread->counts.wall_clock_reads++;
  const std::int64_t time = (measures_cpu ? 0 : clock_origin(clock)) + run.now;
  result->tv_sec = time / kSecond;
  result->tv_nsec = time % kSecond;
  return 0;
}

EXPLORER_HOOK int gettimeofday(timeval* result, void* zone) noexcept {
  if (self == nullptr) return EXPLORER_REAL(gettimeofday)(result, zone);
  timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  result->tv_sec = time.tv_sec;
  result->tv_usec = time.tv_nsec / 1000;
  return 0;
}

EXPLORER_HOOK time_t time(time_t* result) noexcept {
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (result != nullptr) *result = now.tv_sec;
  return now.tv_sec;
}

EXPLORER_HOOK int nanosleep(const timespec* duration, timespec* rest) {
  if (self == nullptr) {
    return static_cast<int>(libc_result(raw_syscall(SYS_nanosleep, reinterpret_cast<long>(duration),
                                                    reinterpret_cast<long>(rest))));
  }
  return sleep_until(*self, virtual_deadline_after(*duration));
}

EXPLORER_HOOK int clock_nanosleep(clockid_t clock, int flags, const timespec* time,
                                  timespec* rest) {
  if (self == nullptr) {
    return static_cast<int>(-raw_syscall(SYS_clock_nanosleep, clock, flags,
                                         reinterpret_cast<long>(time),
                                         reinterpret_cast<long>(rest)));
  }
  const bool absolute = (flags & TIMER_ABSTIME) != 0;
  return sleep_until(*self,
                     absolute ? virtual_deadline(clock, *time) : virtual_deadline_after(*time));
}

EXPLORER_HOOK int usleep(useconds_t microseconds) {
  const timespec duration{.tv_sec = microseconds / 1'000'000,
                          .tv_nsec = static_cast<long>(microseconds % 1'000'000) * 1000};
  return nanosleep(&duration, nullptr);
}

EXPLORER_HOOK unsigned sleep(unsigned seconds) {
  const timespec duration{.tv_sec = seconds, .tv_nsec = 0};
  nanosleep(&duration, nullptr);
  return 0;
}

EXPLORER_HOOK int sched_yield() noexcept {
  LogicalThread* thread = self;
  if (thread == nullptr) return static_cast<int>(raw_syscall(SYS_sched_yield));
  thread->counts.yields++;
  // Inside the library's wait, yields only prolong the polling before the sleep.
  if (thread->standard_waits > 0 || thread->polling.alone > 0) return 0;
  const std::uint32_t reads = thread->clock_reads;
  yield_turn(*thread);
  thread->clock_reads = reads;
  record(*thread, Op::yield, nullptr, {.flags = step_flags()});
  return 0;
}
