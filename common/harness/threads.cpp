#include "harness/threads.hpp"

#include <exception>
#include <utility>

#include "harness/judge.hpp"

namespace harness {

Thread::Thread(std::string name, std::function<void()> body)
    : name_(std::move(name)), thread_([this, body = std::move(body)] { run(body); }) {}

void Thread::run(const std::function<void()>& body) {
  name_this_thread(name_.c_str());
  try {
    body();
  } catch (...) {
    Failure failure;
    failure.message =
        "thread '" + name_ + "' was thrown out of a call by " + describe_current_exception();
    fail(failure);
  }
  returned_.set(true);
}

Threads::Threads() : exceptions_at_birth_(std::uncaught_exceptions()) {}

Threads::~Threads() {
  // An exception on its way through the scenario would wait here for threads that wait for us.
  if (std::uncaught_exceptions() > exceptions_at_birth_) {
    Failure failure;
    failure.message = "a call threw where the specification names no error";
    fail(failure);
  }
  join();
}

Thread& Threads::spawn(std::string name, std::function<void()> body) {
  return threads_.emplace_back(std::move(name), std::move(body));
}

void Threads::start_together(int count, std::function<void(int)> body) {
  StartGate& gate = gates_.emplace_back(count);
  for (int number = 0; number < count; ++number) {
    spawn("thread " + std::to_string(number + 1), [&gate, body, number] {
      gate.pass();
      body(number);
    });
  }
}

void Threads::join() {
  for (Thread& thread : threads_)
    thread.join();
}

void fail_asleep(const char* message) {
  Failure failure;
  failure.verdict = protocol::Verdict::deadlock;
  failure.message = message;
  failure.hint = "lost-wake-up";
  fail(failure);
}

}  // namespace harness
