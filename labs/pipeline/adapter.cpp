#include <concepts>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "labs/pipeline/subject.hpp"
#include "pipeline/pipeline.hpp"

// The one file that sees the submission. What the compiler can hold it to stands here.
using subject::Sink;

// Templates, since only in a template does a missing function make a requirement false.
template <class P>
concept PassesOneMessage = requires(P& pipeline) {
  { pipeline.set_message(1) } -> std::same_as<void>;
  { pipeline.get_message() } -> std::same_as<int>;
};

template <class P>
concept EndsWithItsSources = requires(P& pipeline,
                                      const std::function<std::optional<int>()>& source,
                                      const Sink& sink) {
  { pipeline.produce(source) } -> std::same_as<void>;
  { pipeline.consume(sink) } -> std::same_as<void>;
};

template <class P>
concept EndsWhenStopped = requires(P& pipeline, const std::function<int()>& source,
                                   const Sink& sink) {
  { pipeline.produce(source) } -> std::same_as<void>;
  { pipeline.consume(sink) } -> std::same_as<void>;
  { pipeline.stop() } -> std::same_as<void>;
};

template <class P>
concept CanBeJoined = requires(P& pipeline) {
  { pipeline.put(1) } -> std::same_as<void>;
  { pipeline.join() } -> std::same_as<void>;
};

static_assert(std::is_default_constructible_v<threading::TwoLockPipeline> &&
                  PassesOneMessage<threading::TwoLockPipeline>,
              "the pipeline lab needs TwoLockPipeline() with `void set_message(int)` and "
              "`int get_message()`");
static_assert(std::is_constructible_v<threading::SentinelPipeline, std::size_t, int, int> &&
                  EndsWithItsSources<threading::SentinelPipeline>,
              "the pipeline lab needs SentinelPipeline(maxsize, producers, consumers) with "
              "`void produce(const std::function<std::optional<int>()>&)` and "
              "`void consume(const std::function<void(int)>&)`");
static_assert(std::is_constructible_v<threading::StoppablePipeline, std::size_t> &&
                  EndsWhenStopped<threading::StoppablePipeline>,
              "the pipeline lab needs StoppablePipeline(maxsize) with "
              "`void produce(const std::function<int()>&)`, "
              "`void consume(const std::function<void(int)>&)` and `void stop()`");
static_assert(std::is_constructible_v<threading::DaemonPipeline, std::size_t, int, Sink> &&
                  CanBeJoined<threading::DaemonPipeline>,
              "the pipeline lab needs DaemonPipeline(maxsize, consumers, sink) with "
              "`void put(int)` and `void join()`");

namespace subject {

// ---- Two locks ----

struct TwoLockPipeline::Impl {
  threading::TwoLockPipeline pipeline;
};

TwoLockPipeline::TwoLockPipeline() : impl_(std::make_unique<Impl>()) {}
TwoLockPipeline::~TwoLockPipeline() = default;

void TwoLockPipeline::set_message(int message) {
  impl_->pipeline.set_message(message);
}
int TwoLockPipeline::get_message() {
  return impl_->pipeline.get_message();
}

// ---- Sentinels ----

struct SentinelPipeline::Impl {
  Impl(std::size_t maxsize, int producers, int consumers)
      : pipeline(maxsize, producers, consumers) {}
  threading::SentinelPipeline pipeline;
};

SentinelPipeline::SentinelPipeline(std::size_t maxsize, int producers, int consumers)
    : impl_(std::make_unique<Impl>(maxsize, producers, consumers)) {}
SentinelPipeline::~SentinelPipeline() = default;

void SentinelPipeline::produce(const Source& source) {
  impl_->pipeline.produce(source);
}
void SentinelPipeline::consume(const Sink& sink) {
  impl_->pipeline.consume(sink);
}

// ---- Stop ----

struct StoppablePipeline::Impl {
  explicit Impl(std::size_t maxsize) : pipeline(maxsize) {}
  threading::StoppablePipeline pipeline;
};

StoppablePipeline::StoppablePipeline(std::size_t maxsize)
    : impl_(std::make_unique<Impl>(maxsize)) {}
StoppablePipeline::~StoppablePipeline() = default;

void StoppablePipeline::produce(const Source& source) {
  impl_->pipeline.produce(source);
}
void StoppablePipeline::consume(const Sink& sink) {
  impl_->pipeline.consume(sink);
}
void StoppablePipeline::stop() {
  impl_->pipeline.stop();
}

// ---- Daemons ----

struct DaemonPipeline::Impl {
  Impl(std::size_t maxsize, int consumers, Sink sink)
      : pipeline(maxsize, consumers, std::move(sink)) {}
  threading::DaemonPipeline pipeline;
};

DaemonPipeline::DaemonPipeline(std::size_t maxsize, int consumers, Sink sink)
    : impl_(std::make_unique<Impl>(maxsize, consumers, std::move(sink))) {}
DaemonPipeline::~DaemonPipeline() = default;

void DaemonPipeline::put(int message) {
  impl_->pipeline.put(message);
}
void DaemonPipeline::join() {
  impl_->pipeline.join();
}

}  // namespace subject
