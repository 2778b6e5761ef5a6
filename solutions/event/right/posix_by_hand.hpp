// POSIX by hand: a condition on the monotonic clock, and a number for each round of waiting.
#pragma once

#include <pthread.h>
#include <time.h>

#include <chrono>

#include "threading/time.hpp"

namespace threading {

class Event {
 public:
  Event() {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&changed_, &attributes);
    pthread_condattr_destroy(&attributes);
  }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() {
    pthread_cond_destroy(&changed_);
    pthread_mutex_destroy(&mutex_);
  }

  [[nodiscard]] bool is_set() const {
    pthread_mutex_lock(&mutex_);
    const bool is_set = is_set_;
    pthread_mutex_unlock(&mutex_);
    return is_set;
  }

  void set() {
    pthread_mutex_lock(&mutex_);
    is_set_ = true;
    ++round_;
    pthread_cond_broadcast(&changed_);
    pthread_mutex_unlock(&mutex_);
  }

  void clear() {
    pthread_mutex_lock(&mutex_);
    is_set_ = false;
    pthread_mutex_unlock(&mutex_);
  }

  bool wait(Timeout timeout = {}) {
    const Deadline deadline(timeout);
    pthread_mutex_lock(&mutex_);
    const unsigned long round = round_;
    int error = 0;
    while (!is_set_ && round_ == round && error == 0)
      error = sleep(deadline);
    const bool is_freed = is_set_ || round_ != round;
    pthread_mutex_unlock(&mutex_);
    return is_freed;
  }

 private:
  int sleep(const Deadline& deadline) {
    if (!deadline.moment()) return pthread_cond_wait(&changed_, &mutex_);
    const Duration since_boot = deadline.moment()->time_since_epoch();
    timespec until{};
    until.tv_sec = since_boot / std::chrono::seconds(1);
    until.tv_nsec = (since_boot % std::chrono::seconds(1)).count();
    return pthread_cond_timedwait(&changed_, &mutex_, &until);
  }

  mutable pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t changed_;
  bool is_set_ = false;
  unsigned long round_ = 0;
};

}  // namespace threading
