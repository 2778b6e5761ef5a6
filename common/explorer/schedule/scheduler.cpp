#include "explorer/schedule/scheduler.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "explorer/backend/worker.h"
#include "explorer/schedule/failure.h"
#include "explorer/schedule/stuck.h"

namespace explorer {

namespace {

// A spinning thread hides that the others wait for time to pass: after so many rounds in vain the
// clock moves on, and at last it is a livelock. A settle() takes it for blocked after so many
// rounds, in vain or not. A thread that spins a bounded number of times before it sleeps gets there
// before.
constexpr std::uint32_t kRoundsBeforeClock = 2;
constexpr std::uint32_t kRoundsBeforeSettled = 2000;
constexpr std::uint32_t kRoundsBeforeLivelock = 10000;

// By their bits.
std::uint32_t able_to_go_on() {
  const std::uint32_t waiting = run.yielded | run.spinning;
  std::uint32_t able = run.ready & ~waiting;
  for (std::uint32_t left = run.held_up & ~waiting; left != 0; left &= left - 1) {
    const LogicalThread& thread = run.threads[std::countr_zero(left)];
    if (can_go_on(thread)) able |= bit_of(thread);
  }
  return able;
}

[[noreturn]] void leave_unfinished() {
  run.left = true;
  leave_schedule();
}

// A schedule that has become too long goes on fairly, so that only what never ends is a livelock.
bool too_long() {
  if (run.picks <= run.options->max_steps) return false;
  if (run.picks > 2 * run.options->max_steps) report_livelock();
  return true;
}

// Of two or more, by their bits. The running thread comes first: that is the default choice.
std::uint32_t choose_among(std::uint32_t able, const LogicalThread& running) {
  std::uint8_t threads[kMaxThreads];
  std::uint32_t count = 0;
  const bool running_can_go_on = (able & bit_of(running)) != 0;
  if (running_can_go_on) threads[count++] = running.id;
  for (std::uint32_t others = able & ~bit_of(running); others != 0; others &= others - 1)
    threads[count++] = static_cast<std::uint8_t>(std::countr_zero(others));
  std::uint32_t index;
  if (too_long()) [[unlikely]] {
    index = run.fair.below(count);
  } else {
    index = run.chooser->choose_thread(
        ChoicePoint{.threads = threads, .count = count, .running_can_go_on = running_can_go_on});
    if (index == Chooser::kLeave) leave_unfinished();
  }
  run.choices.append(index);
  if (running_can_go_on && index != 0) {
    run.preemptions++;
    run.preempted = true;
  }
  return threads[index];
}

std::uint32_t take_the_only(std::uint32_t able) {
  too_long();
  const auto only = static_cast<std::uint32_t>(std::countr_zero(able));
  if (run.tracking && !run.chooser->forced(static_cast<std::uint8_t>(only))) leave_unfinished();
  return only;
}

// Nobody can go on but threads that poll in vain. False: there is not even one.
bool let_spinners_on() {
  if (run.idle_since != run.changes) {
    run.idle_since = run.changes;
    run.idle_rounds = 0;
  }
  run.idle_rounds++;
  run.settle_rounds++;
  run.yielded = 0;
  run.spinning = 0;
  return able_to_go_on() != 0;
}

LogicalThread* first_settler() {
  for (std::uint32_t id = 0; run.settling > 0 && id < run.thread_count; id++) {
    if (run.threads[id].need == Need::quiet) return &run.threads[id];
  }
  return nullptr;
}

std::int64_t earliest_deadline() {
  std::int64_t earliest = kForever;
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    const LogicalThread& thread = run.threads[id];
    if (thread.need == Need::wake && thread.timed && thread.deadline < earliest) {
      earliest = thread.deadline;
    }
  }
  return earliest;
}

bool fire_next_timer() {
  const std::int64_t earliest = earliest_deadline();
  if (earliest == kForever) return false;
  run.idle_rounds = 0;
  also_touches(GlobalObject::clock, Touch::write);
  advance_clock(earliest > run.now ? earliest : run.now);
  return true;
}

// Who polls or yields, and reads the clock in between, may wait for a time that only it knows of.
bool is_clock_watched() {
  constexpr std::uint32_t kRoundsOfALoop = 4;  // that looks at the clock once
  const bool was_watched = run.rounds_since < kRoundsOfALoop;
  run.rounds_since = std::exchange(run.clock_read, false) ? 0 : run.rounds_since + 1;
  if (!was_watched) run.watch_began = run.now;
  return run.rounds_since < kRoundsOfALoop;
}

// Short steps at first, each at most an eighth of the wait so far: it ends not much too late.
void let_clock_tick() {
  constexpr std::int64_t kFirst = 1'000;
  constexpr std::int64_t kLongest = 3'600'000'000'000;
  const std::int64_t step = std::clamp((run.now - run.watch_began) / 8, kFirst, kLongest);
  if (earliest_deadline() <= run.now + step) {
    fire_next_timer();
    return;
  }
  also_touches(GlobalObject::clock, Touch::write);
  advance_clock(run.now + step);
}

// Nobody can go on: makes somebody. False: the schedule is over.
bool revive() {
  const bool spinning = let_spinners_on();
  const bool clock_watched = is_clock_watched();
  if (LogicalThread* settler = first_settler();
      settler != nullptr && (!spinning || run.settle_rounds > kRoundsBeforeSettled)) {
    set_need(*settler, Need::nothing);
    return true;
  }
  if (run.settling == 0 && !only_detached_left()) {
    if (spinning && clock_watched) {
      let_clock_tick();
    } else if ((!spinning || run.idle_rounds > kRoundsBeforeClock) && fire_next_timer()) {
      return true;
    }
  }
  if (!spinning) {
    if (!only_detached_left()) report_deadlock();
    return false;
  }
  if (run.idle_rounds > kRoundsBeforeLivelock) report_livelock();
  return true;
}

LogicalThread* pick(const LogicalThread& running) {
  if (run.tracking) {
    run.chooser->step_ended(running.id, run.footprint);
    run.footprint.clear();
  }
  std::uint32_t able = able_to_go_on();
  while (able == 0) {
    if (!revive()) return nullptr;
    able = able_to_go_on();
  }
  run.picks++;
  run.preempted = false;
  const bool only_one = (able & (able - 1)) == 0;
  LogicalThread& chosen = run.threads[only_one ? take_the_only(able) : choose_among(able, running)];
  run.yielded &= bit_of(chosen);
  chosen.steps++;
  chosen.counts.steps++;
  return &chosen;
}

// Decides whether a thread that falls asleep wakes up before anybody wakes it: at once or, where
// its time is limited, when half of it is over; who then starts the time anew sleeps too long.
void be_woken_for_no_reason(LogicalThread& thread) {
  enum : std::uint32_t { kNever, kAtOnce, kHalfWay };
  const bool has_time = thread.timed && thread.deadline > run.now + 1;
  const std::uint32_t when = ask(Question::spurious_wakeup, has_time ? 3 : 2);
  thread.spurious = when != kNever;
  if (when == kAtOnce) set_need(thread, Need::nothing);
  if (when == kHalfWay) thread.deadline = run.now + (thread.deadline - run.now) / 2;
}

void reschedule(LogicalThread& running) {
  LogicalThread* next = pick(running);
  if (next == nullptr) leave_schedule();  // only detached threads are left, and none can go on
  if (next != &running) {
    run.current = next;
    switch_to(running, *next);
  }
}

}  // namespace

void point(LogicalThread& thread, Op op, SyncObject* object, Touch touch, Need need) {
  thread.op = op;
  thread.object = object;
  thread.touch = touch;
  if (need != Need::nothing) set_need(thread, need);
  if (run.recorder.on()) [[unlikely]] {
    thread.stack = run.recorder.capture_stack();
    if (!can_go_on(thread)) {
      const std::int32_t other = need == Need::finished_thread ? thread.target : 0;
      run.recorder.write(thread, op, object, {.flags = kBlocked, .other = other});
    }
  }
  thread.polling.alone = 0;
  thread.plain_accesses = 0;
  reschedule(thread);
  if (need != Need::nothing) set_need(thread, Need::nothing);
  if (run.tracking && object != nullptr) run.footprint.add(object->address, touch);
}

Awake sleep(LogicalThread& thread, Op op, SyncObject* object, std::int64_t deadline,
            bool may_be_spurious) {
  const bool timed = deadline != kForever;
  thread.op = op;
  thread.object = object;
  thread.touch = Touch::nothing;
  thread.timed = timed;
  thread.deadline = deadline;
  thread.woken = thread.timed_out = thread.spurious = thread.early = false;
  thread.wait_sequence = ++run.wait_sequence;
  thread.notify_before_wait = object != nullptr ? object->last_notify : kNoStep;
  set_need(thread, Need::wake);
  thread.polling.alone = 0;
  thread.counts.sleeps++;
  if (may_be_spurious && run.options->spurious_wakeups) be_woken_for_no_reason(thread);
  if (thread.spurious) {
    // Either it goes on now, or the clock will wake it.
  } else if (timed && run.options->early_timeouts && run.settling == 0 &&
             ask(Question::early_timeout, 2) == 1) {
    // From now on it is that late, for everybody: nobody can wake it in time any more.
    thread.timed_out = thread.early = true;
    set_need(thread, Need::nothing);
    also_touches(GlobalObject::clock, Touch::write);
    advance_clock(std::max(deadline, run.now));
  } else if (timed && deadline <= run.now) {
    // Its time is over before it begins: it never blocks, and the clock need not move for it.
    thread.timed_out = true;
    set_need(thread, Need::nothing);
  }
  reschedule(thread);
  thread.timed = false;
  set_need(thread, Need::nothing);
  if (thread.timed_out) also_touches(GlobalObject::clock, Touch::write);
  if (thread.spurious && !thread.woken) return Awake::spurious;
  if (!thread.timed_out) return Awake::woken;
  return Awake::timed_out;
}

void wake(LogicalThread& thread) {
  thread.woken = true;
  set_need(thread, Need::nothing);
}

LogicalThread* choose_sleeper(const SyncObject& object, Op op) {
  LogicalThread* sleepers[kMaxThreads];
  std::uint32_t count = 0;
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    LogicalThread& thread = run.threads[id];
    if (thread.need != Need::wake || thread.op != op || thread.object != &object) continue;
    std::uint32_t place = count++;  // in the order in which they fell asleep
    while (place > 0 && sleepers[place - 1]->wait_sequence > thread.wait_sequence) {
      sleepers[place] = sleepers[place - 1];
      place--;
    }
    sleepers[place] = &thread;
  }
  if (count == 0) return nullptr;
  return sleepers[count == 1 ? 0 : ask(Question::waiter, count)];
}

std::uint32_t ask(Question question, std::uint32_t alternatives) {
  std::uint32_t answer;
  if (run.picks > run.options->max_steps) [[unlikely]] {
    const bool free = question == Question::waiter || question == Question::body;
    answer = free ? run.fair.below(alternatives) : 0;
  } else {
    answer = run.chooser->choose_data(question, alternatives);
  }
  run.choices.append(answer);
  if (is_fault(question)) {
    run.fault_possible = true;
    run.faults += answer != 0 ? 1 : 0;
  } else if (question == Question::stale_load && answer != 0) {
    run.stale_reads++;
  }
  return answer;
}

void yield_turn(LogicalThread& thread) {
  run.yielded |= bit_of(thread);
  point(thread, Op::yield, nullptr, Touch::nothing);
}

void advance_clock(std::int64_t to) {
  run.now = to;
  run.spinning = 0;
  for (std::uint32_t id = 0; id < run.thread_count; id++) {
    LogicalThread& thread = run.threads[id];
    if (thread.need != Need::wake || !thread.timed || thread.deadline > to) continue;
    thread.timed_out = true;
    set_need(thread, Need::nothing);
  }
}

LogicalThread* next_after(LogicalThread& finished) {
  LogicalThread* next = pick(finished);
  if (next != nullptr) run.current = next;
  return next;
}

}  // namespace explorer
