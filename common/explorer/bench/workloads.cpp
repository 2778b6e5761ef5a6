#include "explorer/bench/workloads.hpp"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "explorer/litmus/classics.hpp"
#include "explorer/litmus/litmus.hpp"

namespace explorer::bench {
namespace {

using litmus::check;
using litmus::count_under;
using litmus::together;

class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  void put(int item) {
    std::unique_lock lock(mutex_);
    while (items_.size() == capacity_)
      not_full_.wait(lock);
    items_.push_back(item);
    not_empty_.notify_one();
  }

  int get() {
    std::unique_lock lock(mutex_);
    while (items_.empty())
      not_empty_.wait(lock);
    const int item = items_.front();
    items_.pop_front();
    not_full_.notify_one();
    return item;
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable not_empty_;
  std::condition_variable not_full_;
  std::deque<int> items_;
};

void pass_items(std::size_t capacity, int items) {
  BoundedQueue queue(capacity);
  const auto produce = [&] {
    for (int item = 0; item < items; ++item)
      queue.put(item);
  };
  const auto consume = [&] {
    for (int item = 0; item < items; ++item)
      queue.get();
  };
  together(produce, produce, consume, consume);
}

void queue_of_25() {
  pass_items(4, 25);
}
void queue_of_3() {
  pass_items(2, 3);
}

class Pool {
 public:
  explicit Pool(int workers) {
    for (int worker = 0; worker < workers; ++worker)
      threads_.emplace_back([this] { work(); });
  }

  void submit(std::function<void()> task) {
    {
      const std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(task));
    }
    changed_.notify_one();
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_)
      thread.join();
  }

 private:
  void work() {
    for (;;) {
      std::function<void()> task;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopped_ || !tasks_.empty(); });
        if (tasks_.empty()) return;
        task = std::move(tasks_.front());
        tasks_.pop_front();
      }
      task();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

void pool_of_4() {
  std::atomic<int> done = 0;
  Pool pool(4);
  for (int task = 0; task < 30; ++task)
    pool.submit([&done] { ++done; });
  pool.stop();
  check(done == 30, "every task ran");
}

class FlagLock {
 public:
  void lock() {
    while (flag_.test_and_set(std::memory_order_acquire)) {
    }
  }
  void unlock() { flag_.clear(std::memory_order_release); }

 private:
  std::atomic_flag flag_;
};

// 0 free, 1 held, 2 held and perhaps waited for.
class WaitingLock {
 public:
  void lock() {
    int seen = 0;
    if (state_.compare_exchange_strong(seen, 1)) return;
    while (state_.exchange(2) != 0)
      state_.wait(2);
  }
  void unlock() {
    if (state_.exchange(0) == 2) state_.notify_one();
  }

 private:
  std::atomic<int> state_ = 0;
};

void flag_lock() {
  count_under<FlagLock>(2, 3);
}
void mutex() {
  count_under<std::mutex>(2, 3);
}
void waiting_lock() {
  count_under<WaitingLock>(2, 3);
}

constexpr Workload kWorkloads[] = {
    {"lock, 2 threads x 1", litmus::tas_lock, 200000, 500000, 1200000},
    {"queue of 1, 4 threads x 2", litmus::queue4, 60000, 120000, 250000},
    {"queue of 4, 4 threads x 25", queue_of_25, 8000, 20000, 40000},
    {"pool, 4 workers x 30", pool_of_4, 6000, 12000, 25000},
    {"flag lock, 2 x 3", flag_lock, 100000, 0, 0},
    {"std::mutex, 2 x 3", mutex, 100000, 0, 0},
    {"waiting lock, 2 x 3", waiting_lock, 100000, 0, 0},
    {"queue of 2, 4 threads x 3", queue_of_3, 20000, 0, 0},
};

}  // namespace

std::span<const Workload> workloads() {
  return kWorkloads;
}

}  // namespace explorer::bench
