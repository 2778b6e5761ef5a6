#include "explorer/result.h"

namespace explorer {

const char* name_of(Finding finding) noexcept {
  switch (finding) {
    case Finding::none:
      return "none";
    case Finding::check_failed:
      return "check_failed";
    case Finding::race:
      return "race";
    case Finding::deadlock:
      return "deadlock";
    case Finding::lost_wakeup:
      return "lost_wakeup";
    case Finding::livelock:
      return "livelock";
    case Finding::misuse:
      return "misuse";
    case Finding::use_after_free:
      return "use_after_free";
    case Finding::out_of_bounds:
      return "out_of_bounds";
    case Finding::leak:
      return "leak";
    case Finding::thread_leak:
      return "thread_leak";
    case Finding::stack_overflow:
      return "stack_overflow";
    case Finding::crash:
      return "crash";
    case Finding::uncaught_exception:
      return "uncaught_exception";
    case Finding::limit:
      return "limit";
    case Finding::nondeterminism:
      return "nondeterminism";
    case Finding::internal:
      return "internal";
  }
  return "unknown";
}

const char* name_of(Op op) noexcept {
  switch (op) {
    case Op::start:
      return "start";
    case Op::finish:
      return "finish";
    case Op::load:
      return "load";
    case Op::store:
      return "store";
    case Op::exchange:
      return "exchange";
    case Op::fetch_op:
      return "fetch_op";
    case Op::compare_exchange:
      return "compare_exchange";
    case Op::fence:
      return "fence";
    case Op::lock:
      return "lock";
    case Op::try_lock:
      return "try_lock";
    case Op::timed_lock:
      return "timed_lock";
    case Op::unlock:
      return "unlock";
    case Op::read_lock:
      return "read_lock";
    case Op::read_unlock:
      return "read_unlock";
    case Op::cond_wait:
      return "cond_wait";
    case Op::cond_wake:
      return "cond_wake";
    case Op::cond_signal:
      return "cond_signal";
    case Op::cond_broadcast:
      return "cond_broadcast";
    case Op::sem_wait:
      return "sem_wait";
    case Op::sem_try_wait:
      return "sem_try_wait";
    case Op::sem_post:
      return "sem_post";
    case Op::futex_wait:
      return "futex_wait";
    case Op::futex_resume:
      return "futex_resume";
    case Op::futex_wake:
      return "futex_wake";
    case Op::create:
      return "create";
    case Op::join:
      return "join";
    case Op::detach:
      return "detach";
    case Op::yield:
      return "yield";
    case Op::sleep:
      return "sleep";
    case Op::once:
      return "once";
    case Op::static_init:
      return "static_init";
    case Op::settle:
      return "settle";
    case Op::choose:
      return "choose";
    case Op::free:
      return "free";
    case Op::access:
      return "access";
  }
  return "unknown";
}

}  // namespace explorer
