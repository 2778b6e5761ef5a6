// What a program has from its start to its end: global variables, the main thread, exit().
#include <atomic>
#include <cstdlib>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

const std::thread::id main_id = std::this_thread::get_id();

void main_is_the_thread_that_began() {
  check(std::this_thread::get_id() == main_id, "what was remembered before main holds");
  std::thread other([] { check(std::this_thread::get_id() != main_id, "another has its own"); });
  check(other.get_id() != main_id, "seen from outside, too");
  other.join();
}

std::map<int, std::string> names;
std::list<int> numbers;
std::vector<int> squares = {0, 1, 4};

void containers_begin_anew() {
  check(names.empty() && names.begin() == names.end(), "the map is empty as in the beginning");
  check(numbers.empty(), "the list is, too");
  check(squares.size() == 3 && squares[2] == 4, "the vector has what it had");
  std::atomic<int> steps = 0;
  in_threads(2, [&](int) { ++steps; });
  for (int i = 0; i < 5; ++i) {
    names.emplace(i, "a string that is long enough for the heap");
    numbers.push_front(i);
    squares.push_back(i * i);
  }
  names.erase(2);
  check(names.begin()->first == 0 && names.size() == 4, "in order");
  check(numbers.front() == 4 && squares[4] == 1, "all there");
}

struct Registry {
  std::vector<std::string> entries;
  std::map<int, int> numbers = {{1, 2}};
};

Registry& from_before_main = *new Registry;

void heap_from_before_main_begins_anew() {
  Registry& old = from_before_main;
  check(old.entries.empty() && old.numbers.size() == 1, "as before the first schedule");
  check(old.numbers.begin()->second == 2, "with the content that it had");
  std::atomic<int> steps = 0;
  in_threads(2, [&](int) { ++steps; });
  old.entries.emplace_back("a string that is long enough for the heap");
  old.numbers[0] = 5;
  old.numbers[1] = 6;
  old.numbers[2] = 7;
}

Registry& registry() {
  static auto* const immortal = new Registry;
  return *immortal;
}

void what_a_global_leads_to_is_not_lost() {
  registry().entries.emplace_back("a string that is long enough for the heap");
}

void what_it_led_to_once_is_lost() {
  [[maybe_unused]] static std::string* volatile kept = nullptr;
  kept = new std::string;
  kept = nullptr;
}

std::atomic<int> done = 0;

void require_work_done(int status) {
  check(done == 1, "the work is done before the end");
  check(status == 3, "the status is kept");
}

void wait_for_work() {
  done.wait(0);
}

void work_on(void (*at_exit)()) {
  at_end(require_work_done);
  std::thread([] {
    done = 1;
    done.notify_one();
  }).detach();
  if (at_exit != nullptr) std::atexit(at_exit);
  std::exit(3);
}

void exit_waits_where_it_was_told_to() {
  work_on(wait_for_work);
}

void exit_waits_for_nobody() {
  work_on(nullptr);
}

void exit_with_a_thread_that_never_ends() {
  std::thread([] { done.wait(0); }).detach();
  std::exit(0);
}

void static_objects_are_destroyed() {
  struct Waiter {
    ~Waiter() { wait_for_work(); }
  };
  static const Waiter waiter;
  work_on(nullptr);
}

struct Text {
  Text() = default;
  ~Text() { content.clear(); }
  std::string content = "a string that is long enough for the heap";
};

void used_after_its_end() {
  static Text text;
  std::thread([] { text.content += "x"; }).detach();
  std::exit(0);
}

constexpr Program kPrograms[] = {
    exhausted("MainIsTheThreadThatBegan", main_is_the_thread_that_began),
    exhausted("ContainersBeginAnew", containers_begin_anew),
    exhausted("HeapFromBeforeMainBeginsAnew", heap_from_before_main_begins_anew),
    exhausted("WhatAGlobalLeadsToIsNotLost", what_a_global_leads_to_is_not_lost),
    broken("WhatItLedToOnceIsLost", what_it_led_to_once_is_lost, Finding::leak),
    exhausted("ExitWaitsWhereItWasToldTo", exit_waits_where_it_was_told_to),
    broken("ExitWaitsForNobody", exit_waits_for_nobody, Finding::check_failed),
    exhausted("ExitWithAThreadThatNeverEnds", exit_with_a_thread_that_never_ends),
    exhausted("StaticObjectsAreDestroyed", static_objects_are_destroyed),
    broken("UsedAfterItsEnd", used_after_its_end, Finding::race),
};

}  // namespace

std::span<const Program> whole_programs() {
  return kPrograms;
}

}  // namespace explorer::litmus
