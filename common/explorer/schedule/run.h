// The state of the schedule that is being run: the one place where the runtime keeps it.
//
// Touched by the running logical thread and, between schedules, by the driver: never by two at
// once.
#pragma once

#include <cstdint>

#include "explorer/explorer.h"
#include "explorer/memory/globals.h"
#include "explorer/memory/heap.h"
#include "explorer/memory/seq_cst.h"
#include "explorer/memory/shadow.h"
#include "explorer/record/recorder.h"
#include "explorer/schedule/exit_list.h"
#include "explorer/schedule/logical_thread.h"
#include "explorer/schedule/sync_object.h"
#include "explorer/strategy/chooser.h"
#include "explorer/strategy/random.h"

namespace explorer {

// The choices of one schedule in order, as far as they are kept.
class ChoiceLog {
 public:
  static constexpr std::uint32_t kMax = 1u << 17;

  void clear() {
    choices_.reserve(kMax);
    count_ = 0;
  }
  void append(std::uint32_t alternative) {
    if (count_ < kMax) choices_[count_] = static_cast<std::uint8_t>(alternative);
    count_++;
  }
  [[nodiscard]] std::uint32_t count() const { return count_ < kMax ? count_ : kMax; }
  [[nodiscard]] std::uint8_t operator[](std::uint32_t index) const { return choices_[index]; }

 private:
  MappedArray<std::uint8_t> choices_;
  std::uint32_t count_ = 0;
};

struct Failure {
  Finding finding;
  char message[sizeof(Result::message)];
  char detail[sizeof(Result::detail)];
  Access accesses[2];
  std::uint32_t access_count;
  bool endless;  // seen by the alarm alone: to see it again takes seconds
};

struct Run {
  // Of the whole search.
  const Options* options;
  Body body;
  void* argument;
  Chooser* chooser;

  // Threads.
  LogicalThread threads[kMaxThreads];
  std::uint32_t thread_count;
  LogicalThread* current;
  std::uint32_t ready;     // a bit for each thread that needs nothing to go on
  std::uint32_t held_up;   // … that needs an object, or another thread, to be in some state
  std::uint32_t yielded;   // … that is not chosen before another has made a step
  std::uint32_t spinning;  // … before some synchronisation object has changed: it polls in vain
  bool body_done;
  bool exited;  // by exit(): what other threads are about is nobody's concern

  // Memory and objects.
  SyncObjects objects;
  Shadow shadow;
  Heap heap;
  Globals globals;
  SeqCst seq_cst;
  VectorClock foreign;         // what libraries did unwatched when threads ended
  bool stale_possible;         // in some schedule some load could have returned an older value
  ExitList at_exit;            // destructors of function-local statics
  void (*at_end)(int status);  // called when exit() has done the rest
  std::uint32_t held_mutexes;

  // Progress.
  std::uint64_t serial;   // of the schedule in this process
  std::int64_t now;       // virtual nanoseconds since the start of the schedule
  std::uint64_t changes;  // of any synchronisation object
  std::uint64_t wait_sequence;
  std::uint32_t picks;
  std::uint32_t preemptions;
  std::uint32_t faults;  // injected
  std::uint32_t stale_reads;
  bool fault_possible;          // in some schedule a fault could have been injected
  bool polls_cut;               // in some schedule a loop of polls was cut that may have had an end
  std::uint32_t settling;       // threads inside settle()
  std::uint32_t settle_rounds;  // how often all were found polling since the first of them came
  std::uint32_t idle_rounds;    // how often all were found polling in vain since the last change
  std::uint64_t idle_since;
  bool clock_read;             // since nobody could go on last
  std::uint32_t rounds_since;  // … and how many such rounds ago it was read last
  std::int64_t watch_began;
  bool preempted;  // the step that begins now interrupts another thread
  Random fair;     // chooses once a schedule has become too long
  Counts counts;

  // The step in progress.
  bool tracking;
  Footprint footprint;

  ChoiceLog choices;
  Recorder recorder;

  // The end.
  bool left;  // the strategy had enough of it
  Failure failure;
};

extern Run run;

// Runs one schedule to its end under run.chooser. Afterwards run.failure says how it ended.
void run_schedule(std::uint64_t seed, Recorder::Mode mode);

// A logical thread, from its first step to its last.
void run_logical_thread();

}  // namespace explorer
