#include "explorer/schedule/atomic_step.h"

#include "explorer/schedule/failure.h"

namespace explorer {

namespace {

using Version = AtomicHistory::Version;

// The library code that wrote this value is not instrumented: taken as synchronised with
// everything.
void note_foreign_store(LogicalThread& thread, SyncObject& object, std::uint64_t value) {
  Version& version = object.history->store(value, thread.id, 0);
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    version.release.join(run.threads[id].clock);
  }
  object.version++;
  state_changed();
}

AtomicHistory& history_of(AtomicStep& step, std::uint64_t newest) {
  SyncObject& object = *step.object;
  if (object.history == nullptr) {
    if (!run.objects.add_history(object, newest, run.foreign)) {
      fail_schedule(Finding::limit, "more than %u atomic objects in one schedule",
                    SyncObjects::kMaxAtomics);
    }
  } else if (object.history->version(object.history->newest()).value != newest &&
             step.size <= sizeof newest) {
    note_foreign_store(step.thread, object, newest);
  }
  return *object.history;
}

void acquire(LogicalThread& thread, const Version& version, int order) {
  if (version.release.empty()) return;
  if (acquires(order)) {
    thread.clock.join(version.release);
  } else {
    thread.relaxed_reads.join(version.release);
  }
}

void publish(LogicalThread& thread, Version& version, int order) {
  if (is_seq_cst(order)) version.sc_time = run.seq_cst.advance();
  if (releases(order)) {
    version.release.join(thread.clock);
    thread.clock.tick(thread.id);
  } else if (!thread.release_fence.empty()) {
    version.release.join(thread.release_fence);
  }
}

// How many stores old the value is that this load returns.
std::uint32_t choose_staleness(AtomicStep& step, const AtomicHistory& history) {
  const LogicalThread& thread = step.thread;
  const AtomicHistory::Reader reader{.thread = thread.id,
                                     .clock = &thread.clock,
                                     .visible = thread.visible.empty() ? nullptr : &thread.visible,
                                     .seq_cst = is_seq_cst(step.order),
                                     .fence = run.seq_cst.last_known(thread.clock),
                                     .all_fences = run.seq_cst.view()};
  const std::uint32_t oldest = history.oldest_readable(reader);
  if (oldest == history.newest()) return 0;
  run.stale_possible = true;
  return ask(Question::stale_load, history.newest() - oldest + 1);
}

void note_read(AtomicStep& step, AtomicHistory& history, std::uint32_t index) {
  LogicalThread& thread = step.thread;
  Version& version = history.version(index);
  history.note_read(index, thread.id, thread.clock.of(thread.id));
  if (is_seq_cst(step.order)) {
    const std::uint32_t time = run.seq_cst.advance();
    if (version.sc_time == AtomicHistory::kNever) version.sc_time = time;
  }
  acquire(thread, version, step.order);
}

StepDetail detail_of(const AtomicStep& step, std::uint64_t read, std::uint64_t written,
                     std::uint32_t flags) {
  if (run.preempted) flags |= kPreempted;
  run.preempted = false;
  return StepDetail{.read = read,
                    .written = written,
                    .flags = flags,
                    .order = static_cast<std::uint8_t>(step.order),
                    .size = step.size};
}

void note_value(AtomicStep& step, std::uint64_t before, std::uint64_t value) {
  if (value != before) {
    step.object->version++;
    state_changed();
  } else {
    polled_in_vain(step.thread, *step.object, 2);
  }
}

}  // namespace

SyncObject& sync_object(const volatile void* address, ObjectKind kind) {
  SyncObject* object = run.objects.at(address, kind);
  if (object == nullptr) {
    fail_schedule(Finding::limit, "more than %u synchronisation objects in one schedule",
                  SyncObjects::kMax);
  }
  return *object;
}

void announce(AtomicStep& step, Touch touch, bool in_vain) {
  const auto* address = reinterpret_cast<const volatile void*>(step.address);
  step.object = &sync_object(address, ObjectKind::atomic);
  step.thread.clock_reads = 0;
  poll_point(step.thread, step.op, step.object, touch, in_vain);
  // Others have run meanwhile: the object may have been replaced.
  if (step.object->dead) [[unlikely]]
    step.object = &sync_object(address, ObjectKind::atomic);
}

bool silent_poll(AtomicStep& step, std::uint64_t& value) {
  const LogicalThread& thread = step.thread;
  if (thread.standard_waits == 0 || thread.polled == nullptr) return false;
  const SyncObject* object = run.objects.find(step.address);
  if (object != thread.polled || object->version != thread.polled_version) return false;
  value = thread.polled_value;
  return true;
}

std::uint64_t perform_load(AtomicStep& step, std::uint64_t newest) {
  LogicalThread& thread = step.thread;
  check_access(thread, step.address, step.size, AccessKind::atomic_read);
  AtomicHistory& history = history_of(step, newest);
  const bool can_be_stale = run.options->stale_loads && step.size <= sizeof newest;
  const std::uint32_t staleness = can_be_stale ? choose_staleness(step, history) : 0;
  const std::uint32_t index = history.newest() - staleness;
  const std::uint64_t value = step.size <= sizeof newest ? history.version(index).value : newest;
  note_read(step, history, index);
  if (thread.standard_waits > 0) {
    thread.polled = step.object;
    thread.polled_version = step.object->version;
    thread.polled_value = value;
  }
  if (run.recorder.on()) {
    StepDetail detail = detail_of(step, value, 0, staleness != 0 ? kStale : 0u);
    detail.staleness = static_cast<std::uint8_t>(staleness);
    record(thread, step.op, step.object, detail);
  }
  polled_in_vain(thread, *step.object);
  return value;
}

void perform_store(AtomicStep& step, std::uint64_t before, std::uint64_t value) {
  LogicalThread& thread = step.thread;
  check_access(thread, step.address, step.size, AccessKind::atomic_write);
  AtomicHistory& history = history_of(step, before);
  publish(thread, history.store(value, thread.id, thread.clock.of(thread.id)), step.order);
  if (run.recorder.on()) record(thread, step.op, step.object, detail_of(step, before, value, 0));
  note_value(step, before, value);
}

void perform_exchange(AtomicStep& step, std::uint64_t before, std::uint64_t value) {
  LogicalThread& thread = step.thread;
  check_access(thread, step.address, step.size, AccessKind::atomic_write);
  AtomicHistory& history = history_of(step, before);
  const Version& previous = history.version(history.newest());
  note_read(step, history, history.newest());
  Version& version = history.store(value, thread.id, thread.clock.of(thread.id));
  version.release.assign(previous.release);  // a read-modify-write goes on with a release sequence
  publish(thread, version, step.order);
  if (run.recorder.on()) record(thread, step.op, step.object, detail_of(step, before, value, 0));
  note_value(step, before, value);
}

void perform_failed_exchange(AtomicStep& step, std::uint64_t found, int failure_order,
                             bool weak_failure) {
  LogicalThread& thread = step.thread;
  step.order = failure_order;
  check_access(thread, step.address, step.size, AccessKind::atomic_read);
  AtomicHistory& history = history_of(step, found);
  note_read(step, history, history.newest());
  if (run.recorder.on()) {
    record(thread, step.op, step.object,
           detail_of(step, found, 0, kFailed | (weak_failure ? kWeakFailure : 0u)));
  }
  polled_in_vain(thread, *step.object, 2);
}

bool fails_weakly() {
  return run.options->weak_cas_failures && ask(Question::weak_cas_failure, 2) == 1;
}

void perform_fence(LogicalThread& thread, int order) {
  if (is_seq_cst(order)) {
    point(thread, Op::fence, nullptr, Touch::nothing);
    also_touches(GlobalObject::fences, Touch::write);
  }
  if (acquires(order)) thread.clock.join(thread.relaxed_reads);
  if (is_seq_cst(order)) run.seq_cst.fence(thread.id, thread.clock);
  if (releases(order)) {
    thread.release_fence.assign(thread.clock);
    thread.clock.tick(thread.id);
  }
  if (run.recorder.on()) {
    record(thread, Op::fence, nullptr, {.order = static_cast<std::uint8_t>(order)});
  }
}

}  // namespace explorer
