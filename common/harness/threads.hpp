#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <string>
#include <thread>

#include "harness/check.hpp"
#include "harness/judge.hpp"
#include "harness/start_gate.hpp"
#include "harness/unseen.hpp"

// The threads of a scenario. Made, used and destroyed by the scenario's own thread; joined when
// the group ends. An exception that leaves a thread's body is a failure of the run.
//
//   Threads threads;
//   Thread& waiter = threads.spawn("waiter", [&] { lock.acquire(); });
//   CHECK_BLOCKED(waiter, "`acquire` of a held lock returned");
namespace harness {

class Thread {
 public:
  Thread(std::string name, std::function<void()> body);

  // Has its body come to its end? Exact after settle() or join(), see Unseen.
  [[nodiscard]] bool returned() const { return returned_.get(); }
  [[nodiscard]] std::thread::id id() const { return thread_.get_id(); }
  void join() {
    if (thread_.joinable()) thread_.join();
  }

 private:
  void run(const std::function<void()>& body);

  std::string name_;
  Unseen<bool> returned_;
  std::thread thread_;
};

class Threads {
 public:
  Threads();
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;
  ~Threads();

  // The reference lives as long as the group.
  Thread& spawn(std::string name, std::function<void()> body);

  // Spawns `count` threads that start at the same moment; each is told its number, from 0.
  void start_together(int count, std::function<void(int)> body);

  void join();

 private:
  std::deque<StartGate> gates_;
  std::deque<Thread> threads_;
  int exceptions_at_birth_;
};

// Settles, and gives a thread that polls the time to look again.
template <class ThreadLike>
void let_finish(const ThreadLike& thread) {
  settle();
  for (int i = 0; i < 10 && !thread.returned(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    settle();
  }
}

// Fails the run as `deadlock`.
[[noreturn]] void fail_asleep(const char* message);

}  // namespace harness

// Each settles first: see settle().
#define CHECK_BLOCKED(thread, message) (::harness::settle(), CHECK(!(thread).returned(), message))
#define CHECK_RETURNED(thread, message) (::harness::settle(), CHECK((thread).returned(), message))

// For a thread that is due although no time has passed: one that sleeps on has lost a wake-up, and
// the verdict is `deadlock`. One that polls passes: that costs the check that asks for sleep alone.
#define CHECK_WAKES(thread, message) \
  (::harness::let_finish(thread), (thread).returned() ? void() : ::harness::fail_asleep(message))
