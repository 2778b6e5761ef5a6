// verdict: livelock // judge: explore
// Asks again and again whether there is a message.
#pragma once

#include <chrono>
#include <thread>

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
    while (!mail_.acquire(false))
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const int message = message_;
    room_.release();
    return message;
  }

 private:
  Lock room_;  // held: the last message was not taken yet
  Lock mail_;  // held: there is no message
  int message_ = 0;
};

}  // namespace threading
