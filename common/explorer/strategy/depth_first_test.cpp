#include "explorer/strategy/depth_first.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace explorer {
namespace {

// A step touches one object; a thread is a sequence of steps.
struct ModelStep {
  std::uintptr_t object;
  Touch touch;
};
using ModelThread = std::vector<ModelStep>;

struct Explored {
  std::uint32_t schedules = 0;        // those left early included
  std::set<std::vector<int>> orders;  // complete ones, as thread numbers
};

class Model {
 public:
  explicit Model(std::vector<ModelThread> threads) : threads_(std::move(threads)) {}

  Explored explore(DepthFirst& search) {
    Explored result;
    search.restart();
    do {
      result.schedules++;
      std::vector<int> order;
      if (run_once(search, order)) result.orders.insert(order);
    } while (search.end_schedule());
    return result;
  }

 private:
  bool run_once(DepthFirst& search, std::vector<int>& order) {
    search.begin_schedule(0);
    std::vector<std::size_t> next(threads_.size(), 0);
    std::uint8_t running = 0;
    while (true) {
      std::vector<std::uint8_t> ready;
      if (next[running] < threads_[running].size()) ready.push_back(running);
      for (std::uint8_t id = 0; id < threads_.size(); id++) {
        if (id != running && next[id] < threads_[id].size()) ready.push_back(id);
      }
      if (ready.empty()) return true;
      const bool can_go_on = ready[0] == running;
      std::uint32_t index = 0;
      if (ready.size() > 1) {
        index = search.choose_thread({.threads = ready.data(),
                                      .count = static_cast<std::uint32_t>(ready.size()),
                                      .running_can_go_on = can_go_on});
        if (index == Chooser::kLeave) return false;
      } else if (search.needs_footprints() && !search.forced(ready[0])) {
        return false;
      }
      running = ready[index];
      order.push_back(running);
      const ModelStep& step = threads_[running][next[running]++];
      Footprint footprint;
      footprint.add(step.object, step.touch);
      if (search.needs_footprints()) search.step_ended(running, footprint);
    }
  }

  std::vector<ModelThread> threads_;
};

constexpr std::uintptr_t kX = 8;
constexpr std::uintptr_t kY = 16;
constexpr std::uintptr_t kZ = 24;

Explored explore(std::vector<ModelThread> threads, bool sleep_sets,
                 std::uint32_t bound = DepthFirst::kNoBound) {
  static DepthFirst search;
  search.sleep_sets = sleep_sets;
  search.preemption_bound = bound;
  return Model(std::move(threads)).explore(search);
}

TEST(DepthFirst, SeesEveryInterleavingOnce) {
  const ModelThread two{{kX, Touch::write}, {kX, Touch::write}};
  const Explored all = explore({two, two}, false);
  EXPECT_EQ(all.schedules, 6u);
  EXPECT_EQ(all.orders.size(), 6u);
}

TEST(DepthFirst, SleepSetsLeaveNothingOutWhereAllStepsConflict) {
  const ModelThread two{{kX, Touch::write}, {kX, Touch::write}};
  EXPECT_EQ(explore({two, two}, true).orders.size(), 6u);
}

TEST(DepthFirst, SleepSetsSeeIndependentStepsInOneOrderOnly) {
  const ModelThread on_x{{kX, Touch::write}, {kX, Touch::write}};
  const ModelThread on_y{{kY, Touch::write}, {kY, Touch::write}};
  EXPECT_EQ(explore({on_x, on_y}, true).orders.size(), 1u);
}

TEST(DepthFirst, SleepSetsSeeOneOrderOfEachClass) {
  // x=1, y=1 | x=2 | y=2: the two writes of x, and the two of y, may go either way; but y=1 after
  // x=1.
  const Explored reduced = explore(
      {{{kX, Touch::write}, {kY, Touch::write}}, {{kX, Touch::write}}, {{kY, Touch::write}}}, true);
  EXPECT_EQ(reduced.orders.size(), 4u);
}

TEST(DepthFirst, ReadsCommute) {
  const ModelThread reads{{kZ, Touch::read}};
  EXPECT_EQ(explore({reads, reads, reads}, true).orders.size(), 1u);
}

TEST(DepthFirst, ABoundLimitsPreemptionsAndNotSwitches) {
  const ModelThread two{{kX, Touch::write}, {kX, Touch::write}};
  EXPECT_EQ(explore({two, two}, false, 0).orders.size(), 1u);
  EXPECT_EQ(explore({two, two}, false, 1).orders.size(), 3u);
  EXPECT_EQ(explore({two, two}, false, 2).orders.size(), 5u);
}

TEST(DepthFirst, NoticesThatTheSamePrefixOffersOtherChoices) {
  static DepthFirst search;
  search.restart();
  const std::uint8_t threads[] = {0, 1, 2};
  search.begin_schedule(0);
  search.choose_thread({.threads = threads, .count = 2, .running_can_go_on = true});
  ASSERT_TRUE(search.end_schedule());
  search.begin_schedule(0);
  search.choose_thread({.threads = threads, .count = 3, .running_can_go_on = true});
  EXPECT_TRUE(search.diverged());
}

}  // namespace
}  // namespace explorer
