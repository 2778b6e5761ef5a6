// verdict: race // judge: explore
// A message may be put down on top of the last one.
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
    message_ = message;
    if (mail_.locked()) mail_.release();
  }

  int get_message() {
    mail_.acquire();
    const int message = message_;
    return message;
  }

 private:
  Lock mail_;  // held: there is no message
  int message_ = 0;
};

}  // namespace threading
