#include "explorer/result.h"

#include <cstddef>

namespace explorer {

namespace {

// In the order of the enumerators.
constexpr const char* kFindings[] = {
    "none",           "check_failed",   "race",           "deadlock",           "lost_wakeup",
    "livelock",       "misuse",         "use_after_free", "out_of_bounds",      "leak",
    "thread_leak",    "stack_overflow", "crash",          "uncaught_exception", "limit",
    "nondeterminism", "internal",
};

constexpr const char* kOps[] = {
    "start",       "finish",           "load",           "store",       "exchange",
    "fetch_op",    "compare_exchange", "fence",          "lock",        "try_lock",
    "timed_lock",  "unlock",           "read_lock",      "read_unlock", "cond_wait",
    "cond_wake",   "cond_signal",      "cond_broadcast", "sem_wait",    "sem_try_wait",
    "sem_post",    "futex_wait",       "futex_resume",   "futex_wake",  "create",
    "join",        "detach",           "yield",          "sleep",       "once",
    "static_init", "settle",           "choose",         "free",        "access",
};

static_assert(sizeof kFindings / sizeof *kFindings ==
              static_cast<std::size_t>(Finding::internal) + 1);
static_assert(sizeof kOps / sizeof *kOps == static_cast<std::size_t>(Op::access) + 1);

}  // namespace

const char* name_of(Finding finding) noexcept {
  return kFindings[static_cast<std::size_t>(finding)];
}

const char* name_of(Op op) noexcept {
  return kOps[static_cast<std::size_t>(op)];
}

}  // namespace explorer
