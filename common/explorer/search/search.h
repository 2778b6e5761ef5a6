// One call of explore(): runs schedules until one fails or the budget is spent.
//
// Used by the driver's thread only.
#pragma once

#include "explorer/explorer.h"
#include "explorer/schedule/run.h"
#include "explorer/search/deviations.h"
#include "explorer/strategy/depth_first.h"
#include "explorer/strategy/replay.h"
#include "explorer/strategy/walks.h"

namespace explorer {

class Search {
 public:
  Search(const Options& options, Result& result) : options_(options), result_(result) {}

  // By the strategy that the options name.
  void run_all();

 private:
  enum class Outcome : std::uint8_t { going_on, failed, complete };

  // One schedule; true when it failed, which ends the search.
  bool try_one(Chooser& chooser);
  // As many as the limit allows; complete when the strategy has no more.
  Outcome try_many(Chooser& chooser, std::uint64_t limit);

  bool deterministic();
  void check();  // the portfolio in its order
  Outcome try_depth_first(std::uint64_t limit, std::uint32_t max_faults);
  Outcome try_faults(std::uint64_t limit);
  bool try_random_family(std::uint64_t limit, bool stale_loads);
  bool try_bounds(std::uint64_t limit);
  void replay();

  // The failing schedule, minimised where that is wanted, recorded and put into the result.
  void finish();

  const Options& options_;
  Result& result_;
  RandomWalk random_walk_;
  UniformWalk uniform_walk_;
  PriorityWalk priority_walk_;
  PendingOrderWalk pending_order_walk_;
  DepthFirst depth_first_;
  Replay replay_;
};

}  // namespace explorer
