#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

// The student's four pipelines as the scenarios see them: concrete classes, defined in adapter.cpp.
// The student's object is one block of the heap, so that its use after destruction can be seen.
namespace subject {

using Sink = std::function<void(int)>;

class TwoLockPipeline {
 public:
  TwoLockPipeline();
  ~TwoLockPipeline();
  TwoLockPipeline(const TwoLockPipeline&) = delete;
  TwoLockPipeline& operator=(const TwoLockPipeline&) = delete;

  void set_message(int message);
  int get_message();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class SentinelPipeline {
 public:
  using Source = std::function<std::optional<int>()>;

  SentinelPipeline(std::size_t maxsize, int producers, int consumers);
  ~SentinelPipeline();
  SentinelPipeline(const SentinelPipeline&) = delete;
  SentinelPipeline& operator=(const SentinelPipeline&) = delete;

  void produce(const Source& source);
  void consume(const Sink& sink);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class StoppablePipeline {
 public:
  using Source = std::function<int()>;

  explicit StoppablePipeline(std::size_t maxsize);
  ~StoppablePipeline();
  StoppablePipeline(const StoppablePipeline&) = delete;
  StoppablePipeline& operator=(const StoppablePipeline&) = delete;

  void produce(const Source& source);
  void consume(const Sink& sink);
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class DaemonPipeline {
 public:
  DaemonPipeline(std::size_t maxsize, int consumers, Sink sink);
  ~DaemonPipeline();
  DaemonPipeline(const DaemonPipeline&) = delete;
  DaemonPipeline& operator=(const DaemonPipeline&) = delete;

  void put(int message);
  void join();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace subject
