// Threads of the standard library, detached, in place of daemons.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "pipeline/sentinels.hpp"
#include "pipeline/stoppable.hpp"
#include "pipeline/two_locks.hpp"
#include "queue/queue.hpp"
#include "threading/errors.hpp"

namespace threading {

class DaemonPipeline {
 public:
  DaemonPipeline(std::size_t maxsize, int consumers, std::function<void(int)> sink)
      : work_(std::make_shared<Work>(maxsize, std::move(sink))) {
    for (int i = 0; i < consumers; ++i)
      std::thread([work = work_] { work->consume(); }).detach();
  }
  DaemonPipeline(const DaemonPipeline&) = delete;
  DaemonPipeline& operator=(const DaemonPipeline&) = delete;
  ~DaemonPipeline() { work_->queue.shutdown(); }

  void put(int message) { work_->queue.put(message); }
  void join() { work_->queue.join(); }

 private:
  struct Work {
    Work(std::size_t maxsize, std::function<void(int)> to) : queue(maxsize), sink(std::move(to)) {}

    void consume() {
      while (const std::optional<int> message = next()) {
        try {
          sink(*message);
        } catch (...) {
          // It costs this message alone. Whoever wants to hear of it catches it in the sink.
        }
        queue.task_done();
      }
    }

    // Nothing: the pipeline is gone.
    std::optional<int> next() {
      try {
        return queue.get();
      } catch (const ShutDown&) {
        return std::nullopt;
      }
    }

    Queue<int> queue;
    const std::function<void(int)> sink;
  };

  const std::shared_ptr<Work> work_;
};

}  // namespace threading
