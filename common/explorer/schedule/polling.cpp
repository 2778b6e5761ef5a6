#include "explorer/schedule/polling.h"

#include "explorer/backend/worker.h"
#include "explorer/schedule/scheduler.h"
#include "explorer/strategy/random.h"

namespace explorer {

namespace {

using Mark = Polling::Mark;
using Place = Polling::Place;
using Stage = Polling::Stage;

constexpr std::uint32_t kPollsBeforeWaiting = 2;
constexpr std::uint32_t kPollsToCompare = 64;  // until it stands at the same poll again
constexpr std::uint32_t kPollsToTheEnd = 2000;
constexpr std::uint32_t kAttempts = 4;  // to give up without any change

// All that decides how the thread goes on as long as nothing changes that others can see. What
// libraries keep elsewhere is left out.
std::uint64_t private_state(const LogicalThread& thread) {
#if defined(__x86_64__)
  constexpr std::uint32_t kSavedRegisters = 5;  // below the frame pointer
  const auto* word = reinterpret_cast<const std::uint64_t*>(thread.frame) - kSavedRegisters;
  const auto* end = static_cast<const std::uint64_t*>(thread.worker->entry_stack);
  std::uint64_t state = thread.outside_writes;
  for (; word < end; word++)
    state = ((state ^ *word) * 0x9e3779b97f4a7c15ull) ^ (state >> 29);
  return state;
#else
  static std::uint64_t never_the_same;
  return mix(thread.outside_writes + ++never_the_same);
#endif
}

Place place_of(const LogicalThread& thread, const SyncObject* object) {
  return Place{.object = object,
               .return_address = reinterpret_cast<const std::uintptr_t*>(thread.frame)[1]};
}

void set_mark(LogicalThread& thread, const SyncObject& object) {
  thread.polling.mark = Mark{.place = place_of(thread, &object),
                             .state = private_state(thread),
                             .clock_reads = thread.counts.clock_reads};
}

bool back_at_mark(const LogicalThread& thread, const SyncObject& object) {
  const Mark& mark = thread.polling.mark;
  return mark.place == place_of(thread, &object) && mark.state == private_state(thread);
}

void wait_for_change(LogicalThread& thread) {
  thread.polling.stage = Stage::waiting;
  thread.polling.alone = 0;
  run.spinning |= bit_of(thread);
}

void compare_from_here(LogicalThread& thread, const SyncObject& object) {
  set_mark(thread, object);
  thread.polling.stage = Stage::comparing;
  thread.polling.alone = kPollsToCompare;
}

// A loop that looks at the clock ends in time; early, where time-outs may come early.
bool may_end(const LogicalThread& thread, const SyncObject& object) {
  const bool watches_clock = thread.counts.clock_reads != thread.polling.mark.clock_reads;
  if (watches_clock) return run.options->early_timeouts && run.settling == 0;
  return !back_at_mark(thread, object);
}

void decide(LogicalThread& thread, const SyncObject& object) {
  if (ask(Question::give_up, may_end(thread, object) ? 2 : 1) == 0) return wait_for_change(thread);
  set_mark(thread, object);
  thread.polling.stage = Stage::giving_up;
  thread.polling.alone = kPollsToTheEnd;
}

// Whether all was seen that it might do, nobody can tell.
void cut(LogicalThread& thread) {
  run.polls_cut = true;
  wait_for_change(thread);
}

void go_on_giving_up(LogicalThread& thread, const SyncObject& object, bool was_alone) {
  Polling& polling = thread.polling;
  if (!was_alone) {  // it gave up, and polls again
    if (++polling.attempts == kAttempts) return cut(thread);
    return compare_from_here(thread, object);
  }
  if (back_at_mark(thread, object)) return wait_for_change(thread);
  if (polling.alone == 0) cut(thread);
}

}  // namespace

bool polled_here(const LogicalThread& thread, const SyncObject* object) {
  return thread.polling.has_seen(place_of(thread, object));
}

void polled_in_vain(LogicalThread& thread, const SyncObject& object, std::uint32_t weight) {
  Polling& polling = thread.polling;
  if (polling.change != run.changes) {
    polling.change = run.changes;
    polling.count = 0;
    polling.repeats = 0;
    polling.alone = 0;
    polling.attempts = 0;
    polling.stage = Stage::counting;
  }
  const Place place = place_of(thread, &object);
  const bool seen_object = polling.has_seen(&object);
  if (polling.count < Polling::kMax && !polling.has_seen(place)) {
    polling.seen[polling.count++] = place;
  }
  if (!seen_object) return;
  const bool alone = polling.alone > 0;
  if (alone) {
    polling.alone--;
  } else {
    thread.counts.spins++;
  }
  polling.repeats += weight;
  if (polling.repeats < kPollsBeforeWaiting) return;
  switch (polling.stage) {
    case Stage::counting:
      compare_from_here(thread, object);
      break;
    case Stage::comparing:
      if (polling.alone == 0 || place == polling.mark.place) decide(thread, object);
      break;
    case Stage::giving_up:
      go_on_giving_up(thread, object, alone);
      break;
    case Stage::waiting:
      wait_for_change(thread);
      break;
  }
}

}  // namespace explorer
