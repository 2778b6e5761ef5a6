#include <pthread.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <thread>

#include "harness/check.hpp"
#include "harness/costs.hpp"
#include "harness/judge.hpp"
#include "harness/record.hpp"
#include "harness/task_states.hpp"
#include "harness/watchdog.hpp"

// The judge of real threads: it repeats the body under ThreadSanitizer until the ordered count
// or time is spent. What ThreadSanitizer sees it prints itself, and makes the exit status its
// own (66) where we would have passed.

// ThreadSanitizer asks for this while it starts. It must not linger for a second at each exit.
extern "C" const char* __tsan_default_options() {
  return "atexit_sleep_ms=0:exitcode=66";
}

namespace harness {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kLookEvery = 200us;
constexpr std::chrono::nanoseconds kClearlySpinning = 200ms;  // of processor time

std::atomic<std::uint64_t> run_count = 0;  // the watchdog reports it, too
std::uint64_t run_seed = 0;

std::chrono::nanoseconds processor_time(clockid_t clock) {
  std::timespec spent{};
  clock_gettime(clock, &spent);
  return std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
}

std::chrono::nanoseconds processor_time_of_others() {
  return processor_time(CLOCK_PROCESS_CPUTIME_ID) - processor_time(CLOCK_THREAD_CPUTIME_ID);
}

void run_once(const Scenario& scenario) {
  feed_watchdog();
  ++run_count;
  try {
    scenario.run();
  } catch (...) {
    Failure failure;
    failure.message = "a call threw " + describe_current_exception();
    fail(failure);
  }
}

// Waits until all other threads are asleep at once. False: they kept the processor busy for so
// long that one of them must be spinning.
bool come_to_rest() {
  const std::chrono::nanoseconds spent = processor_time_of_others();
  std::vector<Task> last = other_tasks(bystanders());
  while (processor_time_of_others() - spent < kClearlySpinning) {
    std::this_thread::sleep_for(kLookEvery);
    std::vector<Task> now = other_tasks(bystanders());
    if (all_asleep(last, now)) return true;
    last = std::move(now);
  }
  return false;
}

[[noreturn]] void pass() {
  protocol::Report report;
  report.verdict = protocol::Verdict::passed;
  report.runs = run_count;
  report.seed = run_seed;
  end_passed(report);
}

// Of a whole program. It comes first of all static initialisation, and so last of what is done at
// the end.
void (*judge_of_ending)(int status) = nullptr;

void end_program(int status, void* /*argument*/) {
  if (judge_of_ending == nullptr) return;
  judge_of_ending(status);
  pass();
}

constexpr int kFirst = 101;  // smaller numbers are the implementation's
__attribute__((constructor(kFirst))) void be_last_at_exit() {
  on_exit(&end_program, nullptr);
}

[[noreturn]] void fail_uncaught() {
  Failure failure;
  failure.verdict = protocol::Verdict::crash;
  failure.message = "the program was terminated";
  if (std::current_exception()) failure.message += " by " + describe_current_exception();
  fail(failure);
}

}  // namespace

protocol::Judge linked_judge() {
  return protocol::Judge::stress;
}

void judge(const Scenario& scenario, const protocol::Order& order) {
  std::set_terminate(&fail_uncaught);
  run_seed = order.seed;
  start_watchdog();
  const auto end = Clock::now() + std::chrono::milliseconds(order.milliseconds);
  do
    run_once(scenario);
  while (run_count < order.repeats && Clock::now() < end);
  pass();
}

void judge_at_end(void (*judge_ending)(int status)) {
  judge_of_ending = judge_ending;
}

void fail(const Failure& failure) {
  protocol::Report report;
  report.verdict = failure.verdict;
  report.message = failure.message;
  report.detail = failure.detail;
  report.hint = failure.hint;
  report.runs = run_count;
  report.seed = run_seed;
  end_failed(report);
}

void settle() {
  static_cast<void>(come_to_rest());
}

bool others_sleep() {
  return come_to_rest();
}

Costs costs_so_far() {
  Failure failure;
  failure.verdict = protocol::Verdict::wrong;
  failure.message = "stress counts no costs; give the scenario `.judges = Judges::explore_only`";
  fail(failure);
}

void name_this_thread(const char* name) {
  // The kernel takes 15 characters and refuses more.
  pthread_setname_np(pthread_self(), std::string(name).substr(0, 15).c_str());
}

void name_object(const void* /*object*/, std::size_t /*bytes*/, const char* /*name*/) {}

}  // namespace harness
