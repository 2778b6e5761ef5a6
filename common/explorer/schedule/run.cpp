#include "explorer/schedule/run.h"

#include "explorer/backend/worker.h"
#include "explorer/record/object_names.h"
#include "explorer/schedule/failure.h"
#include "explorer/schedule/scheduler.h"
#include "explorer/schedule/thread_life.h"

namespace explorer {

Run run;

namespace {

void reset(std::uint64_t seed) {
  run.thread_count = 0;
  run.ready = 0;
  run.held_up = 0;
  run.yielded = 0;
  run.spinning = 0;
  run.body_done = false;
  run.exited = false;
  run.objects.reset();
  run.shadow.reset();
  run.heap.reset();
  run.seq_cst.reset();
  run.at_exit.clear();
  run.at_end = nullptr;
  run.foreign.clear();
  run.held_mutexes = 0;
  run.serial++;
  run.now = 0;
  run.changes = 0;
  run.wait_sequence = 0;
  run.picks = 0;
  run.preemptions = 0;
  run.faults = 0;
  run.stale_reads = 0;
  run.settling = 0;
  run.settle_rounds = 0;
  run.idle_rounds = 0;
  run.clock_read = false;
  run.rounds_since = UINT32_MAX / 2;
  run.idle_since = 0;
  run.preempted = false;
  run.fair.seed(seed);
  run.tracking = run.chooser->needs_footprints();
  run.footprint.clear();
  run.choices.clear();
  run.left = false;
  run.failure.finding = Finding::none;
  run.failure.message[0] = '\0';
  run.failure.detail[0] = '\0';
  run.failure.access_count = 0;
  run.failure.endless = false;
  forget_object_names();
}

bool all_finished() {
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    if (run.threads[id].need != Need::never) return false;
  }
  return true;
}

void look_for_leaked_threads() {
  for (std::uint32_t id = 1; id < run.thread_count; id++) {
    const LogicalThread& thread = run.threads[id];
    if (thread.joined || thread.detached) continue;
    note_failure(Finding::thread_leak, "%s was neither joined nor detached", called(thread));
    return;
  }
}

// Only where every thread has ended: what blocked ones hold is not lost. Nor is what a global
// variable leads to: it was meant to last as long as the program.
void look_for_leaks() {
  if (!run.options->detect_leaks || run.heap.live_blocks() == 0 || !all_finished()) return;
  run.globals.for_each_changed([](std::uint64_t value) { run.heap.keep_reachable(value); });
  if (run.heap.live_blocks() == 0) return;
  void* memory = run.heap.any_live();
  const Heap::Block& block = Heap::block(memory);
  run.failure.accesses[0] = Access{.thread = block.thread,
                                   .size = 0,
                                   .write = false,
                                   .atomic = false,
                                   .free = false,
                                   .stack = block.stack};
  run.failure.access_count = 1;
  note_failure(Finding::leak, "%lu bytes that %s allocated are never freed",
               static_cast<unsigned long>(block.size), called(run.threads[block.thread]));
}

}  // namespace

void run_schedule(std::uint64_t seed, Recorder::Mode mode) {
  reset(seed);
  run.recorder.begin_schedule(mode);
  run.shadow.keep_stacks(mode == Recorder::Mode::full);
  run.chooser->begin_schedule(seed);
  LogicalThread& first = create_thread(nullptr, nullptr, nullptr);
  run.current = &first;
  run_first(first, run.options->backend);
  if (!run.left && !run.exited && run.failure.finding == Finding::none) {
    look_for_leaked_threads();
    look_for_leaks();
  }
  run.globals.restore();
  run.current = nullptr;
}

}  // namespace explorer
