#include "explorer/record/recorder.h"

#include "explorer/backend/worker.h"
#include "explorer/record/stack_walk.h"
#include "explorer/schedule/run.h"
#include "explorer/strategy/random.h"

namespace explorer {

namespace {

// A value as every process sees it: pointers to the executable become offsets, pointers to shared
// libraries and the kernel's mappings, whose place differs each time, become nothing.
std::uint64_t portable(std::uint64_t value, std::uint8_t size) {
  if (size < sizeof(void*)) return value;
  if (run.globals.is_module(value)) return value - run.globals.module_base();
  constexpr std::uint64_t kMapped = 0x550000000000;
  constexpr std::uint64_t kUserEnd = 0x800000000000;
  if (value >= kMapped && value < kUserEnd) return kMapped;
  return value;
}

}  // namespace

void Recorder::begin_schedule(Mode mode) {
  mode_ = mode;
  step_count_ = 0;
  stack_count_ = 0;
  digest_ = 0;
  if (mode == Mode::full && steps_.data() == nullptr) {
    steps_.reserve(kMaxSteps);
    stacks_.reserve(kMaxStacks);
  }
}

void Recorder::digest_word(std::uint64_t word) {
  digest_ = mix(digest_ ^ word);
}

void Recorder::write(const LogicalThread& thread, Op op, const SyncObject* object,
                     const StepDetail& detail) {
  const std::int32_t id = object != nullptr ? static_cast<std::int32_t>(object->id) : kNoObject;
  const std::uint64_t read = portable(detail.read, detail.size);
  const std::uint64_t written = portable(detail.written, detail.size);
  digest_word(std::uint64_t{thread.id} << 56 | static_cast<std::uint64_t>(op) << 48 |
              (static_cast<std::uint64_t>(id) & 0xffffff) << 24 | detail.flags);
  digest_word(read);
  digest_word(written);
  digest_word(static_cast<std::uint64_t>(run.now) ^ static_cast<std::uint64_t>(detail.other) << 32);
  if (mode_ != Mode::full || step_count_ == kMaxSteps) {
    step_count_++;
    return;
  }
  steps_[step_count_++] = Step{.thread = thread.id,
                               .op = op,
                               .order = detail.order,
                               .size = detail.size,
                               .staleness = detail.staleness,
                               .object = id,
                               .other = detail.other,
                               .flags = detail.flags,
                               .stack = thread.stack,
                               .read = read,
                               .written = written,
                               .time_ns = run.now};
}

std::uint32_t Recorder::capture_stack() {
  if (mode_ != Mode::full || stack_count_ == kMaxStacks) return kNoStack;
  walk_stack(stacks_[stack_count_]);
  return stack_count_++;
}

}  // namespace explorer
