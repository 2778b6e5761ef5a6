// The random family: four ways to draw a schedule, each of which finds what the others miss.
//
// All share the drawing of data: waiters uniformly, faults rarely and at most twice each in a
// schedule, stale values now and then.
#pragma once

#include "explorer/result.h"
#include "explorer/strategy/chooser.h"
#include "explorer/strategy/random.h"

namespace explorer {

class RandomChooser : public Chooser {
 public:
  void begin_schedule(std::uint64_t seed) override;
  std::uint32_t choose_data(Question question, std::uint32_t alternatives) override;

  // Whether faults and stale values are drawn at all.
  bool faults = true;
  bool stale_loads = false;

 protected:
  ~RandomChooser() = default;

  Random random_;

 private:
  static constexpr std::uint32_t kFaultOdds = 16;
  static constexpr std::uint32_t kMaxFaults = 2;
  static constexpr std::uint32_t kStaleOdds = 4;
  static constexpr std::uint32_t kGiveUpOdds = 4;

  std::uint32_t fault_budget_[3];
};

// Uniform over the threads that can go on.
class RandomWalk final : public RandomChooser {
 public:
  std::uint32_t choose_thread(const ChoicePoint& point) override;
};

// Weighted by how many steps each thread has left, as the last schedule had: so all interleavings
// are about equally likely.
class UniformWalk final : public RandomChooser {
 public:
  void begin_schedule(std::uint64_t seed) override;
  std::uint32_t choose_thread(const ChoicePoint& point) override;
  bool end_schedule() override;

 private:
  bool measured_ = false;
  std::uint32_t expected_[kMaxThreads] = {};
};

// Probabilistic concurrency testing: the highest priority runs, and at depth - 1 random moments the
// running thread's becomes the lowest. The moments are drawn over the steps measured so far.
class PriorityWalk final : public RandomChooser {
 public:
  std::uint32_t depth = 3;

  void begin_schedule(std::uint64_t seed) override;
  std::uint32_t choose_thread(const ChoicePoint& point) override;
  bool end_schedule() override;

 private:
  static constexpr std::uint32_t kMaxDepth = 16;

  std::uint32_t longest_ = 12;
  std::uint32_t moments_[kMaxDepth];
  std::uint64_t priorities_[kMaxThreads];
};

// Partial order sampling: each pending operation draws a priority, and draws again when another
// that conflicts with it is carried out.
class PendingOrderWalk final : public RandomChooser {
 public:
  void begin_schedule(std::uint64_t seed) override;
  std::uint32_t choose_thread(const ChoicePoint& point) override;

 private:
  std::uint64_t priorities_[kMaxThreads];
  std::uint32_t steps_[kMaxThreads];
};

}  // namespace explorer
