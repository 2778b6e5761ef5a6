// What a litmus program is: a small body of plain C++ whose verdict is known.
//
// The bodies run inside explorer::explore(), and plainly wherever a real ThreadSanitizer is linked.
// A table row names its body for the behaviour that it shows. Values; nothing here owns anything.
#pragma once

#include <cstdint>
#include <span>
#include <thread>
#include <vector>

#include "explorer/explorer.h"

namespace explorer::litmus {

// How much of a correct program's schedules a test claims to have seen.
enum class Extent : std::uint8_t { sampled, exhausted };

// Are time-outs a choice of the explorer's, or do they come only when nothing else can run?
enum class Timeouts : std::uint8_t { early, punctual };

struct Program {
  const char* name;
  void (*body)();
  Finding expected = Finding::none;
  Extent extent = Extent::sampled;
  Timeouts timeouts = Timeouts::early;
  Finding alternative = expected;  // as good, where it depends on the schedule
};

// A correct program.
constexpr Program clean(const char* name, void (*body)()) {
  return {name, body};
}

// A correct program that is small enough to see every schedule of it.
constexpr Program exhausted(const char* name, void (*body)()) {
  return {name, body, Finding::none, Extent::exhausted};
}

// A program that is correct as long as nobody is kept from running until its time is over.
constexpr Program punctual(const char* name, void (*body)()) {
  return {name, body, Finding::none, Extent::sampled, Timeouts::punctual};
}

// A program with a mistake in it; with two findings, that shows in one way or the other.
constexpr Program broken(const char* name, void (*body)(), Finding expected) {
  return {name, body, expected};
}
constexpr Program broken(const char* name, void (*body)(), Finding expected, Finding alternative) {
  return {name, body, expected, Extent::sampled, Timeouts::early, alternative};
}

// A program whose threads can end up waiting for ever, some of them having slept through a
// notification in one schedule and not in another.
constexpr Program stuck(const char* name, void (*body)()) {
  return broken(name, body, Finding::deadlock, Finding::lost_wakeup);
}

inline void check(bool condition, const char* what) {
  if (!condition) fail(Finding::check_failed, what);
}

// Runs each body in a thread of its own and joins them all.
template <class... Bodies>
void together(Bodies... bodies) {
  std::thread threads[] = {std::thread(bodies)...};
  for (std::thread& thread : threads)
    thread.join();
}

// Runs body(0) to body(count - 1), each in a thread of its own, and joins them all.
template <class Body>
void in_threads(int count, Body body) {
  std::vector<std::thread> threads;
  for (int index = 0; index < count; ++index)
    threads.emplace_back(body, index);
  for (std::thread& thread : threads)
    thread.join();
}

// Two or more threads that add to one plain counter under a lock of the given kind.
template <class Mutex>
void count_under(int threads, int sections) {
  Mutex mutex;
  int count = 0;
  in_threads(threads, [&](int) {
    for (int section = 0; section < sections; ++section) {
      mutex.lock();
      count = count + 1;
      mutex.unlock();
    }
  });
  check(count == threads * sections, "every increment counts");
}

}  // namespace explorer::litmus
