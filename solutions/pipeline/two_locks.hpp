#pragma once

#include "lock/lock.hpp"

namespace threading {

// One message at a time, from whoever sets it to whoever gets it, with two locks that are passed
// round with it: whoever holds `room_` may write the message, whoever holds `mail_` may read it,
// and one of the two is always on its way. So each is acquired by one thread and released by
// another. Any thread may call any function.
//
// Memory ordering: what precedes set_message() happens before what follows the get_message() that
// takes the message, by way of `mail_`; and the other way round by way of `room_`. The message is
// read before `room_` is released: after that it is the next producer's.
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
