#include <fmt/format.h>

#include <algorithm>
#include <barrier>
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <semaphore>
#include <string>
#include <vector>

#include "barrier/barrier.hpp"
#include "condition/condition.hpp"
#include "demos/page.hpp"
#include "demos/stopwatch.hpp"
#include "event/event.hpp"
#include "lock/lock.hpp"
#include "pool/pool.hpp"
#include "rlock/rlock.hpp"
#include "semaphore/semaphore.hpp"

// The standard library's primitives and ours (the references), side by side, where nobody has to
// wait. The page is standard.md.
namespace {

using demos::Effort;
using demos::Seconds;

struct Pair {
  std::string what;
  std::string standard;
  std::function<void()> theirs;
  std::string course;
  std::function<void()> ours;
};

Seconds time_of_each(int runs, int times, const std::function<void()>& step) {
  return demos::best_of(runs,
                        [&] {
                          for (int i = 0; i < times; ++i)
                            step();
                        }) /
         times;
}

template <class L>
std::function<void()> visit(L& lock) {
  return [&lock] { const std::lock_guard guard(lock); };
}

// A flag as the standard library offers it: a mutex, a condition and a bool.
class StandardEvent {
 public:
  void set() {
    const std::lock_guard guard(mutex_);
    is_set_ = true;
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock guard(mutex_);
    changed_.wait(guard, [this] { return is_set_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_set_ = false;
};

struct Subjects {
  std::mutex mutex;
  threading::Lock lock;
  std::recursive_mutex recursive_mutex;
  threading::RLock rlock;
  std::counting_semaphore<> counting{1};
  threading::Semaphore semaphore{1};
  std::condition_variable_any variable;
  threading::Condition<threading::Lock> condition{lock};
  StandardEvent standard_event;
  threading::Event event;
  std::barrier<> standard_barrier{1};
  threading::Barrier barrier{1};
  threading::ThreadPoolExecutor pool{1};
};

std::vector<Pair> pairs_of(Subjects& s) {
  return {
      {"taken and given back", "`mutex`", visit(s.mutex), "`Lock`", visit(s.lock)},
      {"taken and given back", "`recursive_mutex`", visit(s.recursive_mutex), "`RLock`",
       visit(s.rlock)},
      {"taken and given back", "`counting_semaphore`",
       [&s] {
         s.counting.acquire();
         s.counting.release();
       },
       "`Semaphore`",
       [&s] {
         s.semaphore.acquire();
         s.semaphore.release();
       }},
      {"notified, nobody waiting", "`condition_variable_any`",
       [&s] {
         const std::lock_guard guard(s.mutex);
         s.variable.notify_one();
       },
       "`Condition`",
       [&s] {
         const std::lock_guard guard(s.lock);
         s.condition.notify();
       }},
      {"set and waited for", "a mutex, a condition and a flag",
       [&s] {
         s.standard_event.set();
         s.standard_event.wait();
       },
       "`Event`",
       [&s] {
         s.event.set();
         s.event.wait();
       }},
      {"a round of one", "`barrier`", [&s] { s.standard_barrier.arrive_and_wait(); }, "`Barrier`",
       [&s] { s.barrier.wait(); }},
      {"a task run, its result awaited", "`async`",
       [] { std::async(std::launch::async, [] {}).get(); }, "`ThreadPoolExecutor`",
       [&s] { s.pool.submit([] {}).result(); }},
  };
}

std::string measure(Effort effort) {
  const bool quick = effort == Effort::quick;
  Subjects subjects;
  std::string table =
      "| what | `std::` | takes | ours | takes |\n| --- | --- | ---: | --- | ---: |\n";
  for (const Pair& pair : pairs_of(subjects)) {
    const auto measured = [&](const std::function<void()>& step) {
      return demos::nanoseconds(time_of_each(quick ? 1 : 200, quick ? 10 : 200, step));
    };
    table += fmt::format("| {} | {} | {:.0f} ns | {} | {:.0f} ns |\n", pair.what, pair.standard,
                         measured(pair.theirs), pair.course, measured(pair.ours));
  }
  return table + "\nMeasured in one thread, the last row in two.\n";
}

}  // namespace

int main(int argc, char** argv) {
  return demos::run(argc, argv, measure);
}
