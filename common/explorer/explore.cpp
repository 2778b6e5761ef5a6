// The public functions.
#include "explorer/explorer.h"

#include <string.h>

#include "explorer/backend/alarm.h"
#include "explorer/backend/crash.h"
#include "explorer/backend/worker.h"
#include "explorer/interpose/c_library.h"
#include "explorer/interpose/termination.h"
#include "explorer/record/object_names.h"
#include "explorer/schedule/failure.h"
#include "explorer/schedule/mutex_step.h"
#include "explorer/search/search.h"
#include "explorer/warm_up.h"

namespace explorer {

namespace {

void set_up_process() {
  static bool done;
  if (!done) {
    done = true;
    warm_up_libraries();
    run.globals.locate();
    locate_c_library();
    run.heap.map();
    prepare_workers();
    use_signal_stack();
  }
  watch_signals();
  watch_termination();
}

void copy_name(char (&to)[sizeof(Thread::name)], const char* name) {
  std::size_t length = 0;
  while (length + 1 < sizeof to && name[length] != '\0') {
    to[length] = name[length];
    length++;
  }
  to[length] = '\0';
}

void see_what_others_did(LogicalThread& thread) {
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    thread.visible.join(run.threads[id].clock);
    run.threads[id].clock.tick(id);  // what it does from now on is another matter
  }
}

}  // namespace

void explore(const Options& options, Body body, void* argument, Result& result) {
  set_up_process();
  memset(static_cast<void*>(&result), 0, sizeof result);
  static Options effective;
  effective = options;
  if (!fibers_supported()) effective.backend = Backend::threads;
  run.options = &effective;
  run.body = body;
  run.argument = argument;
  run.stale_possible = false;
  run.fault_possible = false;
  run.polls_cut = false;
  start_alarm();
  Search(effective, result).run_all();
  stop_alarm();
}

bool active() noexcept {
  return self != nullptr;
}

void fail(Finding finding, const char* message) noexcept {
  LogicalThread* thread = self;
  if (thread != nullptr) {
    run.failure.accesses[0] = Access{.thread = thread->id,
                                     .size = 0,
                                     .write = false,
                                     .atomic = false,
                                     .free = false,
                                     .stack = run.recorder.capture_stack()};
    run.failure.access_count = 1;
  }
  fail_schedule(finding, "%s", message);
}

void settle() noexcept {
  LogicalThread* thread = self;
  if (thread == nullptr) return;
  if (run.settling++ == 0) run.settle_rounds = 0;
  point(*thread, Op::settle, nullptr, Touch::nothing, Need::quiet);
  run.settling--;
  see_what_others_did(*thread);
  record(*thread, Op::settle, nullptr, {.flags = step_flags()});
}

std::uint32_t choose(std::uint32_t alternatives) noexcept {
  LogicalThread* thread = self;
  if (thread == nullptr || alternatives < 2) return 0;
  const std::uint32_t answer = ask(Question::body, alternatives);
  record(*thread, Op::choose, nullptr, {.read = answer});
  return answer;
}

void at_end(void (*judge)(int status)) noexcept {
  run.at_end = judge;
}

void name_thread(const char* name) noexcept {
  if (LogicalThread* thread = self; thread != nullptr) copy_name(thread->name, name);
}

void name_object(const void* object, std::size_t bytes, const char* name) noexcept {
  if (self == nullptr || !run.recorder.full()) return;
  set_object_name(reinterpret_cast<std::uintptr_t>(object), bytes, name);
}

Counts thread_counts() noexcept {
  const LogicalThread* thread = self;
  return thread != nullptr ? thread->counts : Counts{};
}

Counts counts() noexcept {
  Counts sum{};
  if (self == nullptr) return sum;
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    const Counts& one = run.threads[id].counts;
    sum.futex_waits += one.futex_waits;
    sum.futex_wakes += one.futex_wakes;
    sum.useless_wakes += one.useless_wakes;
    sum.sleeps += one.sleeps;
    sum.yields += one.yields;
    sum.clock_reads += one.clock_reads;
    sum.wall_clock_reads += one.wall_clock_reads;
    sum.wall_clock_waits += one.wall_clock_waits;
    sum.spins += one.spins;
    sum.steps += one.steps;
  }
  return sum;
}

std::uint32_t blocked_threads() noexcept {
  std::uint32_t blocked = 0;
  for (std::uint32_t id = 0; self != nullptr && id < run.thread_count; id++) {
    const LogicalThread& thread = run.threads[id];
    if (&thread != self && thread.need != Need::never && !can_go_on(thread)) blocked++;
  }
  return blocked;
}

}  // namespace explorer
