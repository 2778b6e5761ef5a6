// Counts on other threads, with all that the library has for them.
#pragma once

#include <atomic>
#include <barrier>
#include <condition_variable>
#include <exception>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <vector>

namespace door {

class Door {
 public:
  ~Door() { std::scoped_lock both(mutex_, timed_); }

  int open() {
    std::call_once(once_, [this] { ready_.store(true, std::memory_order_release); });
    std::packaged_task<int()> task([this] { return add_one(); });
    std::future<int> added = task.get_future();
    std::thread worker(std::move(task));
    worker.join();
    std::jthread stoppable([this](const std::stop_token& stop) {
      std::unique_lock lock(shared_);
      changed_.wait(lock, stop, [] { return false; });
    });
    stoppable.request_stop();
    stoppable.join();
    std::promise<void> broken;
    broken.set_exception(std::make_exception_ptr(std::runtime_error("as meant")));
    try {
      broken.get_future().get();
    } catch (const std::exception&) {
      seen_.fetch_add(1, std::memory_order_relaxed);
    }
    std::latch both(2);
    std::barrier meeting(2, [this]() noexcept { seen_.notify_all(); });
    std::thread other([&] {
      meeting.arrive_and_wait();
      slots_.acquire();
      slots_.release();
      both.count_down();
    });
    meeting.arrive_and_wait();
    both.arrive_and_wait();
    other.join();
    while (!ready_.load(std::memory_order_acquire))
      ready_.wait(false);
    return added.get() + std::async(std::launch::deferred, [] { return 0; }).get();
  }
  int count() const {
    std::shared_lock lock(shared_);
    return count_;
  }

 private:
  int add_one() {
    thread_local std::vector<int> calls;
    calls.push_back(1);
    std::lock_guard again(recursive_);
    std::unique_lock lock(shared_);
    std::atomic_ref<int> count(count_);
    return count.fetch_add(static_cast<int>(calls.size())) + 1;
  }

  std::once_flag once_;
  std::mutex mutex_;
  std::timed_mutex timed_;
  std::recursive_mutex recursive_;
  mutable std::shared_mutex shared_;
  std::condition_variable_any changed_;
  std::counting_semaphore<4> slots_{2};
  std::atomic<bool> ready_ = false;
  std::atomic<int> seen_ = 0;
  int count_ = 0;
};

}  // namespace door
