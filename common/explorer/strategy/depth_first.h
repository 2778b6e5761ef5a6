// Exhaustive search: every schedule once, in the order of a depth-first walk of the tree of
// choices.
//
// With sleep sets, schedules that differ only in the order of steps that commute are seen once;
// they are sound for race-free code without a preemption bound, and never used with one. A node is
// one choice; what a child's step touched is measured when it runs and kept with the node, because
// a thread that sleeps would do the same again for as long as nobody touches that.
#pragma once

#include "explorer/memory/mapping.h"
#include "explorer/result.h"
#include "explorer/strategy/chooser.h"

namespace explorer {

class DepthFirst final : public Chooser {
 public:
  static constexpr std::uint32_t kNoBound = UINT32_MAX;

  bool sleep_sets = true;
  std::uint32_t preemption_bound = kNoBound;
  std::uint32_t max_faults = 0;  // in one schedule

  // Forgets the tree.
  void restart();

  void begin_schedule(std::uint64_t seed) override;
  std::uint32_t choose_thread(const ChoicePoint& point) override;
  std::uint32_t choose_data(Question question, std::uint32_t alternatives) override;
  bool forced(std::uint8_t thread) override;
  void step_ended(std::uint8_t thread, const Footprint& footprint) override;
  bool end_schedule() override;
  [[nodiscard]] bool needs_footprints() const override { return sleep_sets; }

  // The same choices led to different ones: the body depends on something that is not explored.
  [[nodiscard]] bool diverged() const { return diverged_; }
  // A schedule was so long that it left the tree, or deeper than the tree may be.
  [[nodiscard]] bool incomplete() const { return incomplete_; }

 private:
  static constexpr std::uint32_t kMaxDepth = 1u << 14;

  struct Node {
    std::uint8_t count;
    std::uint8_t index;
    bool data;
    bool running_can_go_on;
    std::uint8_t preemptions;  // before this choice
    std::uint8_t faults;
    std::uint32_t asleep;  // a bit for each thread whose step was explored from an equivalent node
    std::uint8_t threads[kMaxThreads];
    Footprint footprints[kMaxThreads];  // of the threads asleep, and of the children explored
  };

  Node& add_node(std::uint32_t count, bool data);
  [[nodiscard]] bool may_take(const Node& node, std::uint32_t index) const;
  void enter_thread_node(Node& node);
  bool advance(Node& node);

  MappedArray<Node> nodes_;
  std::uint32_t depth_ = 0;    // of the tree's current path
  std::uint32_t planned_ = 0;  // of it, what this schedule repeats
  std::uint32_t cursor_ = 0;   // choices made in this schedule
  std::uint32_t preemptions_ = 0;
  std::uint32_t faults_ = 0;
  std::uint32_t asleep_ = 0;  // now
  Footprint sleepers_[kMaxThreads];
  std::uint32_t last_node_ = UINT32_MAX;  // whose child's step is in progress
  std::uint32_t last_thread_node_ = 0;    // of the path that this schedule repeats
  bool live_ = false;                     // at or past that node: the sleep set is kept from here
  bool diverged_ = false;
  bool incomplete_ = false;
};

}  // namespace explorer
