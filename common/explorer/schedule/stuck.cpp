#include "explorer/schedule/stuck.h"

#include "explorer/schedule/failure.h"
#include "explorer/schedule/holder.h"
#include "explorer/schedule/run.h"

namespace explorer {

namespace {

bool is_notified(const LogicalThread& thread) {
  return thread.op == Op::futex_resume || thread.op == Op::cond_wake;
}

// Does whoever waits for whom, followed from here, come round to the start?
bool in_cycle(const LogicalThread& start) {
  const LogicalThread* thread = &start;
  for (std::uint32_t hops = 0; hops < run.thread_count; hops++) {
    const std::int32_t holder = holder_of(*thread);
    if (holder == kNoThread) return false;
    thread = &run.threads[holder];
    if (thread == &start) return true;
  }
  return false;
}

// The waiter that slept through what it waits for, or null: a futex word that has changed since, or
// a notify that came before the sleep and found nobody.
const LogicalThread* find_lost_wakeup() {
  const LogicalThread* candidate = nullptr;
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    const LogicalThread& thread = run.threads[id];
    if (thread.need == Need::never) continue;
    if (in_cycle(thread)) return nullptr;
    if (thread.need != Need::wake || !is_notified(thread)) continue;
    if (futex_word_changed(thread)) return &thread;
    if (candidate == nullptr && thread.notify_before_wait != kNoStep) candidate = &thread;
  }
  return candidate;
}

void describe_waits() {
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    const LogicalThread& thread = run.threads[id];
    if (thread.need == Need::never) continue;
    add_detail("%s waits in %s", called(thread), name_of(thread.op));
    if (thread.need == Need::finished_thread) {
      add_detail(" for %s to end", called(run.threads[thread.target]));
    } else if (thread.object != nullptr) {
      add_detail(" of %s", called(*thread.object));
      const std::int32_t holder = holder_of(thread);
      if (holder != kNoThread) add_detail(", held by %s", called(run.threads[holder]));
    }
    add_detail("\n");
  }
}

}  // namespace

bool only_detached_left() {
  if (!run.body_done) return false;
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    if (run.threads[id].need != Need::never && !run.threads[id].detached) return false;
  }
  return true;
}

void report_deadlock() {
  if (const LogicalThread* waiter = find_lost_wakeup(); waiter != nullptr) {
    describe_waits();
    fail_schedule(Finding::lost_wakeup,
                  futex_word_changed(*waiter)
                      ? "%s sleeps on %s although its value has changed: nobody is left to wake it"
                      : "%s sleeps on %s, and the notify came before the sleep",
                  called(*waiter), called(*waiter->object));
  }
  describe_waits();
  std::uint32_t blocked = 0;
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    if (run.threads[id].need != Need::never) blocked++;
  }
  fail_schedule(Finding::deadlock,
                blocked == 1 ? "%u thread waits for what can never come"
                             : "all %u threads that are left wait for one another",
                blocked);
}

void report_livelock() {
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    const LogicalThread& thread = run.threads[id];
    if (thread.need == Need::never) continue;
    add_detail("%s: %s", called(thread), name_of(thread.op));
    if (thread.object != nullptr) add_detail(" of %s", called(*thread.object));
    add_detail("\n");
  }
  fail_schedule(Finding::livelock, "no progress: threads keep running for %u steps and never end",
                run.picks);
}

}  // namespace explorer
