#pragma once

#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

#include "pool/future.hpp"
#include "threading/errors.hpp"
#include "threading/input_range.hpp"
#include "threading/time.hpp"

// Waiting for several futures, of one pool or of many. Any thread may call either at any time.
namespace threading {

enum class ReturnWhen { FirstCompleted, FirstException, AllCompleted };  // NOLINT(*-naming)

template <class Future>
struct Waited {
  std::vector<Future> done;
  std::vector<Future> not_done;
};

// Each future once, and all of them on their way to `arrivals`.
template <class Future>
std::unordered_set<Future> send_to(const std::shared_ptr<Arrivals<Future>>& arrivals,
                                   const std::vector<Future>& futures) {
  std::unordered_set<Future> once(futures.begin(), futures.end());
  for (const Future& future : once)
    future.arrive_at(arrivals);
  return once;
}

template <class Future>
bool is_enough(ReturnWhen when, const Future& arrived) {
  if (when == ReturnWhen::AllCompleted) return false;
  if (when == ReturnWhen::FirstCompleted) return true;
  return !arrived.cancelled() && arrived.exception();
}

// Never throws for want of time: what is done then is done, and the rest is not.
template <class Future>
Waited<Future> wait(const std::vector<Future>& futures, Timeout timeout = {},
                    ReturnWhen when = ReturnWhen::AllCompleted) {
  const Deadline deadline(timeout);
  const auto arrivals = std::make_shared<Arrivals<Future>>();
  std::unordered_set<Future> rest = send_to(arrivals, futures);
  Waited<Future> waited;
  bool enough = false;
  while (!rest.empty()) {
    // Once it is enough, what has arrived by now is taken along.
    const Timeout left = enough ? Duration::zero() : deadline.left();
    const std::optional<Future> arrived = arrivals->at(waited.done.size(), left);
    if (!arrived) break;
    waited.done.push_back(*arrived);
    rest.erase(*arrived);
    enough = enough || is_enough(when, *arrived);
  }
  waited.not_done.assign(rest.begin(), rest.end());
  return waited;
}

// TimeoutError, from the loop, where the next one is not done in time.
template <class Future>
auto as_completed(const std::vector<Future>& futures, Timeout timeout = {}) {
  const Deadline deadline(timeout);
  const auto arrivals = std::make_shared<Arrivals<Future>>();
  const std::size_t count = send_to(arrivals, futures).size();
  return InputRange(count, [arrivals, deadline](std::size_t index) {
    const std::optional<Future> arrived = arrivals->at(index, deadline.left());
    if (!arrived) throw TimeoutError("not all futures were done in time");
    return *arrived;
  });
}

}  // namespace threading
