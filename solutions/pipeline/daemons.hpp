#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "queue/queue.hpp"
#include "thread/thread.hpp"
#include "threading/errors.hpp"

namespace threading {

// Daemons that consume, and that nobody waits for. What they use belongs to them and to the
// pipeline together, and lives until the last of them has let go: so the pipeline may be gone while
// one of them is still on its way out. Any thread may call put and join; destroy it when neither is
// under way.
//
// Memory ordering: what a sink did happens before what follows the join() that waited for it.
class DaemonPipeline {
 public:
  DaemonPipeline(std::size_t maxsize, int consumers, std::function<void(int)> sink)
      : work_(std::make_shared<Work>(maxsize, std::move(sink))) {
    for (int i = 0; i < consumers; ++i) {
      Thread consumer(Thread::Options{"consumer", true}, [work = work_] { work->consume(); });
      consumer.start();
    }
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
