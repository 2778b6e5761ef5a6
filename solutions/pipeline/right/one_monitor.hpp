// All four over one bounded buffer with a mutex and a condition: no queue, no event.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace threading {

// Hands out nothing once it is closed and empty.
class Buffer {
 public:
  explicit Buffer(std::size_t room) : room_(room) {}

  void put(int message) {
    std::unique_lock guard(mutex_);
    changed_.wait(guard, [this] { return messages_.size() < room_; });
    messages_.push_back(message);
    ++undone_;
    changed_.notify_all();
  }

  std::optional<int> get() {
    std::unique_lock guard(mutex_);
    changed_.wait(guard, [this] { return closed_ || !messages_.empty(); });
    if (messages_.empty()) return std::nullopt;
    const int message = messages_.front();
    messages_.pop_front();
    changed_.notify_all();
    return message;
  }

  void done() {
    const std::lock_guard guard(mutex_);
    --undone_;
    changed_.notify_all();
  }

  void wait_until_done() {
    std::unique_lock guard(mutex_);
    changed_.wait(guard, [this] { return undone_ == 0; });
  }

  void close() {
    const std::lock_guard guard(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

 private:
  const std::size_t room_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<int> messages_;
  int undone_ = 0;
  bool closed_ = false;
};

class TwoLockPipeline {
 public:
  void set_message(int message) { buffer_.put(message); }
  int get_message() { return buffer_.get().value(); }

 private:
  Buffer buffer_{1};
};

class SentinelPipeline {
 public:
  SentinelPipeline(std::size_t maxsize, int producers, int /*consumers*/)
      : buffer_(maxsize), producing_(producers) {}

  void produce(const std::function<std::optional<int>()>& source) {
    while (const std::optional<int> message = source())
      buffer_.put(*message);
    const std::lock_guard guard(mutex_);
    if (--producing_ == 0) buffer_.close();
  }

  void consume(const std::function<void(int)>& sink) {
    while (const std::optional<int> message = buffer_.get())
      sink(*message);
  }

 private:
  Buffer buffer_;
  std::mutex mutex_;
  int producing_;
};

class StoppablePipeline {
 public:
  explicit StoppablePipeline(std::size_t maxsize) : buffer_(maxsize) {}

  void produce(const std::function<int()>& source) {
    while (!is_stopped())
      buffer_.put(source());
    buffer_.close();
  }

  void consume(const std::function<void(int)>& sink) {
    while (const std::optional<int> message = buffer_.get())
      sink(*message);
  }

  void stop() {
    const std::lock_guard guard(mutex_);
    stopped_ = true;
  }

 private:
  bool is_stopped() {
    const std::lock_guard guard(mutex_);
    return stopped_;
  }

  Buffer buffer_;
  std::mutex mutex_;
  bool stopped_ = false;
};

class DaemonPipeline {
 public:
  DaemonPipeline(std::size_t maxsize, int consumers, std::function<void(int)> sink)
      : buffer_(std::make_shared<Buffer>(maxsize)) {
    for (int i = 0; i < consumers; ++i)
      std::thread([buffer = buffer_, sink] { consume(*buffer, sink); }).detach();
  }
  ~DaemonPipeline() { buffer_->close(); }

  void put(int message) { buffer_->put(message); }
  void join() { buffer_->wait_until_done(); }

 private:
  static void consume(Buffer& buffer, const std::function<void(int)>& sink) {
    while (const std::optional<int> message = buffer.get()) {
      try {
        sink(*message);
      } catch (...) {
        // The message is dealt with all the same.
      }
      buffer.done();
    }
  }

  std::shared_ptr<Buffer> buffer_;
};

}  // namespace threading
