// Writes down the steps of one schedule, and a digest of them.
//
// Off while searching: only choices are kept then. `digest` tells two schedules apart cheaply;
// `full` keeps every step with its stack. What is written contains no address: objects are numbered
// by first use, code is an offset into the executable. Used by one thread at a time.
#pragma once

#include <cstdint>

#include "explorer/memory/mapping.h"
#include "explorer/result.h"
#include "explorer/schedule/sync_object.h"

namespace explorer {

struct LogicalThread;

// What a step did, beyond which thread did what to which object.
struct StepDetail {
  std::uint64_t read = 0;
  std::uint64_t written = 0;
  std::uint32_t flags = 0;
  std::int32_t other = 0;
  std::uint8_t order = 0;
  std::uint8_t size = 0;
  std::uint8_t staleness = 0;
};

class Recorder {
 public:
  enum class Mode : std::uint8_t { off, digest, full };

  static constexpr std::uint32_t kMaxSteps = 1u << 16;
  static constexpr std::uint32_t kMaxStacks = 1u << 18;

  void begin_schedule(Mode mode);

  [[nodiscard]] bool on() const { return mode_ != Mode::off; }
  [[nodiscard]] bool full() const { return mode_ == Mode::full; }

  void write(const LogicalThread& thread, Op op, const SyncObject* object,
             const StepDetail& detail);

  // Where the caller stands now; kNoStack unless recording in full.
  std::uint32_t capture_stack();

  [[nodiscard]] std::uint32_t step_count() const { return step_count_; }
  [[nodiscard]] std::uint32_t stack_count() const { return stack_count_; }
  [[nodiscard]] const Step* steps() { return steps_.data(); }
  [[nodiscard]] const Stack* stacks() { return stacks_.data(); }
  [[nodiscard]] std::uint64_t digest() const { return digest_; }

 private:
  void digest_word(std::uint64_t word);

  Mode mode_ = Mode::off;
  std::uint32_t step_count_ = 0;
  std::uint32_t stack_count_ = 0;
  std::uint64_t digest_ = 0;
  MappedArray<Step> steps_;
  MappedArray<Stack> stacks_;
};

}  // namespace explorer
