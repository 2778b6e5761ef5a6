#pragma once

#include "lock/lock.hpp"

namespace threading {

// One message at a time, from whoever sets it to whoever gets it. This is the program as it was
// found: nobody waits for anybody. To do, with two Locks and nothing else: who waits for what?
class TwoLockPipeline {
 public:
  // Puts a message down when the last one was taken.
  void set_message(int message) { message_ = message; }

  // Takes the message when there is one.
  int get_message() { return message_; }

 private:
  int message_ = 0;
};

}  // namespace threading
