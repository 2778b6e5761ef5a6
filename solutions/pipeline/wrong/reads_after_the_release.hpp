// verdict: race
// Says that there is room again, and reads the message then: it may be the next one's.
#pragma once

#include "lock/lock.hpp"
#include "pipeline/daemons.hpp"
#include "pipeline/sentinels.hpp"
#include "pipeline/stoppable.hpp"

namespace threading {

class TwoLockPipeline {
 public:
  TwoLockPipeline() { mail_.acquire(); }

  void set_message(int message) {
    room_.acquire();
    message_ = message;
    mail_.release();
  }

  int get_message() {
    mail_.acquire();
    room_.release();
    return message_;
  }

 private:
  Lock room_;  // held: the last message was not taken yet
  Lock mail_;  // held: there is no message
  int message_ = 0;
};

}  // namespace threading
