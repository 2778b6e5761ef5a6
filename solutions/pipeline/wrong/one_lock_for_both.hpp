// verdict: wrong, race, deadlock
// One lock keeps the two apart, and tells neither that it is its turn.
#pragma once

#include "lock/lock.hpp"
#include "pipeline/daemons.hpp"
#include "pipeline/sentinels.hpp"
#include "pipeline/stoppable.hpp"

namespace threading {

class TwoLockPipeline {
 public:
  void set_message(int message) {
    room_.acquire();
    message_ = message;
    room_.release();
  }

  int get_message() {
    room_.acquire();
    const int message = message_;
    room_.release();
    return message;
  }

 private:
  Lock room_;  // held: the last message was not taken yet
  int message_ = 0;
};

}  // namespace threading
