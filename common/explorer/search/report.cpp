#include "explorer/search/report.h"

#include <stdio.h>
#include <string.h>

#include "explorer/record/object_names.h"
#include "explorer/schedule/holder.h"
#include "explorer/schedule/run.h"
#include "explorer/schedule/scheduler.h"

namespace explorer {

namespace {

MappedArray<Object> objects;

void copy_objects(Result& result) {
  objects.reserve(SyncObjects::kMax);
  for (std::uint32_t id = 0; id < run.objects.count(); id++) {
    const SyncObject& object = run.objects[id];
    Object& copy = objects[id];
    copy.kind = object.kind;
    copy.name[0] = '\0';
    if (const char* name = name_of_object(object.address); name != nullptr) {
      memcpy(copy.name, name, sizeof copy.name);
    }
    const bool global = run.globals.is_module(object.address);
    copy.module_offset = global ? object.address - run.globals.module_base() : 0;
  }
  result.objects = objects.data();
  result.object_count = run.objects.count();
}

void copy_blocked(const LogicalThread& thread, Result& result) {
  if (thread.need == Need::never || can_go_on(thread)) return;
  const std::int32_t holder = holder_of(thread);
  result.blocked[result.blocked_count++] = Blocked{
      .thread = thread.id,
      .op = thread.op,
      .object = thread.object != nullptr ? static_cast<std::int32_t>(thread.object->id) : kNoObject,
      .holder = holder,
      .stack = thread.stack,
      .held_stack =
          thread.object != nullptr && holder != kNoThread ? thread.object->held_stack : kNoStack,
      .last_notify = thread.need == Need::wake ? thread.notify_before_wait : kNoStep,
      .stale_value = futex_word_changed(thread)};
}

void copy_threads(Result& result) {
  result.thread_count = run.thread_count;
  result.blocked_count = 0;
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    const LogicalThread& thread = run.threads[id];
    Thread& copy = result.threads[id];
    copy.creator = thread.creator;
    copy.finished = thread.need == Need::never;
    memcpy(copy.name, thread.name, sizeof copy.name);
    copy_blocked(thread, result);
  }
}

void copy_failure(Result& result) {
  result.finding = run.failure.finding;
  memcpy(result.message, run.failure.message, sizeof result.message);
  memcpy(result.detail, run.failure.detail, sizeof result.detail);
  memcpy(result.accesses, run.failure.accesses, sizeof result.accesses);
  result.access_count = run.failure.access_count;
}

void copy_trace(Result& result) {
  result.trace = run.recorder.steps();
  result.trace_count = run.recorder.step_count() < Recorder::kMaxSteps ? run.recorder.step_count()
                                                                       : Recorder::kMaxSteps;
  result.stacks = run.recorder.stacks();
  result.stack_count = run.recorder.stack_count();
}

}  // namespace

void record_failure(DeviationList& deviations, Replay& replay, Result& result) {
  char first_message[sizeof result.detail];
  snprintf(first_message, sizeof first_message, "at first: %s: %s", name_of(run.failure.finding),
           run.failure.message);
  replay.follow(deviations.data(), deviations.count());
  run.chooser = &replay;
  run_schedule(0, Recorder::Mode::digest);
  const std::uint64_t digest = run.recorder.digest();
  const Finding finding = run.failure.finding;
  run_schedule(0, Recorder::Mode::full);
  result.preemptions = run.preemptions;
  result.digest = run.recorder.digest();
  result.deviations = deviations.data();
  result.deviation_count = deviations.count();
  copy_objects(result);
  copy_threads(result);
  copy_trace(result);
  copy_failure(result);
  if (run.recorder.digest() == digest && run.failure.finding == finding &&
      finding != Finding::none) {
    return;
  }
  result.finding = Finding::nondeterminism;
  result.trace_count = 0;
  result.deviation_count = 0;
  memcpy(result.detail, first_message, sizeof result.detail);
  snprintf(result.message, sizeof result.message,
           "a schedule failed, and went differently when it was run again: the body depends on "
           "something else than its threads, such as memory that nobody wrote");
}

}  // namespace explorer
