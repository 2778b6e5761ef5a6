// verdict: wrong // judge: explore
// Gives each future the whole time again.
#pragma once

#include <memory>
#include <unordered_set>
#include <vector>

#include "pool/executor.hpp"
#include "pool/future.hpp"
#include "queue/queue.hpp"
#include "threading/errors.hpp"
#include "threading/input_range.hpp"
#include "threading/time.hpp"

namespace threading {

enum class ReturnWhen { FirstCompleted, FirstException, AllCompleted };  // NOLINT(*-naming)

template <class Future>
struct Waited {
  std::vector<Future> done;
  std::vector<Future> not_done;
};

// Each future once, and all on their way into `arrivals`.
template <class Future>
std::unordered_set<Future> expect(const std::vector<Future>& futures,
                                  const std::shared_ptr<Queue<Future>>& arrivals) {
  std::unordered_set<Future> once(futures.begin(), futures.end());
  for (const Future& future : once)
    future.arrive_at(arrivals);
  return once;
}

// May a wait end with this one?
template <class Future>
bool is_enough(ReturnWhen when, const Future& arrived) {
  if (when == ReturnWhen::AllCompleted) return false;
  if (when == ReturnWhen::FirstCompleted) return true;
  return !arrived.cancelled() && arrived.exception();
}

// Never a TimeoutError: what is done by then is done, and the rest is not.
template <class Future>
Waited<Future> wait(const std::vector<Future>& futures, Timeout timeout = {},
                    ReturnWhen when = ReturnWhen::AllCompleted) {
  const auto arrivals = std::make_shared<Queue<Future>>();
  std::unordered_set<Future> rest = expect(futures, arrivals);
  Waited<Future> waited;
  try {
    bool enough = false;
    while (!rest.empty()) {
      // Once it is enough, those that are done by now are taken along.
      waited.done.push_back(enough ? arrivals->get_nowait()
                                   : arrivals->get(true, Deadline(timeout).left()));
      rest.erase(waited.done.back());
      enough = enough || is_enough(when, waited.done.back());
    }
  } catch (const Empty&) {
    // The time is over, or there was nothing to take along.
  }
  waited.not_done.assign(rest.begin(), rest.end());
  return waited;
}

// The time counts from this call, not from the loop. TimeoutError, in the loop, where it is over.
template <class Future>
auto as_completed(const std::vector<Future>& futures, Timeout timeout = {}) {
  const Deadline deadline(timeout);
  const auto arrivals = std::make_shared<Queue<Future>>();
  const std::size_t count = expect(futures, arrivals).size();
  return InputRange(count,
                    [arrivals, deadline, arrived = std::vector<Future>()](std::size_t i) mutable {
                      try {
                        // A loop may look at the same place twice.
                        while (arrived.size() <= i)
                          arrived.push_back(arrivals->get(true, deadline.left()));
                      } catch (const Empty&) {
                        throw TimeoutError("not all futures were done in time");
                      }
                      return arrived[i];
                    });
}

using ThreadPoolExecutor = BasicExecutor<Future>;

}  // namespace threading
