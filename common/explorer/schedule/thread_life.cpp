#include "explorer/schedule/thread_life.h"

#include <limits.h>
#include <string.h>

#include "explorer/backend/worker.h"
#include "explorer/schedule/failure.h"
#include "explorer/schedule/scheduler.h"

namespace explorer {

constinit ExitList static_objects;  // filled before this file's own static objects are made

namespace {

using KeyDestructor = void (*)(void*);
KeyDestructor key_destructors[LogicalThread::kMaxKeys];

// What a library does at the end of a thread (making a promise ready, for one) is not watched:
// taken as synchronised with whoever looks at an atomic for the first time.
void publish_foreign(LogicalThread& thread, void (*function)(void*)) {
  if (run.globals.is_code(reinterpret_cast<std::uintptr_t>(function))) return;
  run.foreign.join(thread.clock);
  thread.clock.tick(thread.id);
}

void run_key_destructors(LogicalThread& thread) {
  if (!thread.has_keys) return;
  for (int round = 0; round < PTHREAD_DESTRUCTOR_ITERATIONS; round++) {
    for (std::uint32_t key = 0; key < LogicalThread::kMaxKeys; key++) {
      void* value = thread.keys[key];
      if (value == nullptr || key_destructors[key] == nullptr) continue;
      thread.keys[key] = nullptr;
      publish_foreign(thread, key_destructors[key]);
      key_destructors[key](value);
    }
  }
}

bool is_last(const LogicalThread& thread) {
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    if (id != thread.id && run.threads[id].need != Need::never) return false;
  }
  return true;
}

// The end of the process, as far as the body can tell: all that was done happens before it, and it
// is the main thread's affair, as after main().
void run_exit_list(LogicalThread& last) {
  if (run.at_exit.empty()) return;
  if (last.id != 0) {
    LogicalThread& main = run.threads[0];
    set_need(main, Need::nothing);
    main.frames.begin_again(reinterpret_cast<std::uintptr_t>(main.worker->entry_stack));
    reuse_worker(main);
    return;
  }
  for (std::uint32_t id = 0; id < run.thread_count; id++)
    last.clock.join(run.threads[id].clock);
  run.at_exit.call_all();
}

void require_nothing_held(const LogicalThread& thread) {
  if (thread.held_mutexes == 0) return;
  for (std::uint32_t id = 0; id < run.objects.count(); id++) {
    const SyncObject& object = run.objects[id];
    if (object.dead || object.owner != thread.id || object.kind != ObjectKind::mutex) continue;
    fail_schedule(Finding::misuse, "%s ends while it holds %s", called(thread), called(object));
  }
}

void clear(LogicalThread& thread) {
  thread.op = Op::start;
  set_need(thread, Need::nothing);
  thread.touch = Touch::nothing;
  thread.object = nullptr;
  thread.second = nullptr;
  thread.target = kNoThread;
  thread.stack = kNoStack;
  thread.woken = thread.timed = thread.timed_out = thread.spurious = thread.early = false;
  thread.clock.clear();
  thread.relaxed_reads.clear();
  thread.release_fence.clear();
  thread.visible.clear();
  thread.polling.change = UINT64_MAX;
  thread.polling.alone = 0;
  thread.frame = 0;
  thread.outside_writes = 0;
  thread.standard_waits = 0;
  thread.polled = nullptr;
  thread.clock_reads = 0;
  thread.plain_accesses = 0;
  thread.result = nullptr;
  thread.joined = thread.detached = false;
  thread.held_mutexes = 0;
  thread.steps = 0;
  thread.priority = 0;
  thread.counts = Counts{};
  thread.destructor_count = 0;
  thread.name[0] = '\0';
  if (!thread.has_keys) return;
  memset(thread.keys, 0, sizeof thread.keys);
  thread.has_keys = false;
}

}  // namespace

LogicalThread& create_thread(void* (*function)(void*), void* argument, LogicalThread* creator) {
  if (run.thread_count == kMaxThreads) {
    fail_schedule(Finding::limit, "more than %u threads in one schedule", kMaxThreads);
  }
  const auto id = static_cast<std::uint8_t>(run.thread_count++);
  LogicalThread& thread = run.threads[id];
  thread.id = id;
  clear(thread);
  thread.function = function;
  thread.argument = argument;
  thread.creator = creator != nullptr ? creator->id : kNoThread;
  if (creator != nullptr) thread.clock.assign(creator->clock);
  thread.clock.set(id, 1);
  lend_worker(thread);
  thread.frames.begin(reinterpret_cast<std::uintptr_t>(thread.worker->entry_stack));
  return thread;
}

void add_thread_destructor(LogicalThread& thread, void (*function)(void*), void* object) {
  if (thread.destructor_count == LogicalThread::kMaxDestructors) {
    fail_schedule(Finding::limit, "%s has more than %u thread_local objects", called(thread),
                  LogicalThread::kMaxDestructors);
  }
  thread.destructors[thread.destructor_count++] =
      Destructor{.function = function, .object = object};
}

void set_key_destructor(std::uint32_t key, void (*destructor)(void*)) {
  if (key < LogicalThread::kMaxKeys) key_destructors[key] = destructor;
}

namespace {

void destroy_thread_locals(LogicalThread& me) {
  while (me.destructor_count > 0) {
    const Destructor last = me.destructors[--me.destructor_count];
    publish_foreign(me, last.function);
    last.function(last.object);
  }
}

}  // namespace

void end_program(LogicalThread& me, int status) {
  destroy_thread_locals(me);
  run.at_exit.call_all();
  if (run.options->destroy_statics) {
    static_objects.call_each([](const void* object) {
      return run.globals.is_module(reinterpret_cast<std::uintptr_t>(object));
    });
  }
  // Nothing that others do commutes with the end of everything.
  point(me, Op::finish, nullptr, Touch::nothing, Need::nothing);
  run.footprint.add_everything();
  if (run.at_end != nullptr) run.at_end(status);
  record(me, Op::finish, nullptr);
  if (run.tracking) run.chooser->step_ended(me.id, run.footprint);
  run.exited = true;
  leave_schedule();
}

void run_logical_thread() {
  LogicalThread& me = *self;
  if (me.id == 0) {
    if (!run.body_done) run.body(run.argument);  // else: it is here for the exit list
    run.body_done = true;
  } else {
    me.stack = run.recorder.capture_stack();
    record(me, Op::start, nullptr, {.flags = run.preempted ? kPreempted : 0u});
    me.result = me.function(me.argument);
  }
  destroy_thread_locals(me);
  run_key_destructors(me);
  if (is_last(me)) run_exit_list(me);
  require_nothing_held(me);
  me.stack = kNoStack;
  record(me, Op::finish, nullptr);
  me.op = Op::finish;
  set_need(me, Need::never);
  me.frames.end();
  hand_over(me, next_after(me));
}

}  // namespace explorer
