// Writes C in C++: POSIX threads, semaphores, signals to itself, jumps.
#pragma once

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace door {

extern "C" inline int door_compare(const void* a, const void* b) {
  return std::memcmp(a, b, 1);
}

class Door {
 public:
  Door() {
    pthread_mutexattr_t kind;
    pthread_mutexattr_init(&kind);
    pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&mutex_, &kind);
    pthread_mutexattr_destroy(&kind);
    pthread_cond_init(&changed_, nullptr);
    pthread_rwlock_init(&shared_, nullptr);
    sem_init(&slots_, 0, 1);
    pthread_key_create(&key_, nullptr);
  }
  ~Door() {
    pthread_key_delete(key_);
    sem_destroy(&slots_);
    pthread_rwlock_destroy(&shared_);
    pthread_cond_destroy(&changed_);
    pthread_mutex_destroy(&mutex_);
  }

  int open() {
    pthread_t thread;
    if (pthread_create(&thread, nullptr, &Door::add_one, this) != 0) return -1;
    if (pthread_join(thread, nullptr) != 0) return -1;
    pthread_setname_np(pthread_self(), "door");
    prctl(PR_SET_NAME, "door", 0, 0, 0);
    cpu_set_t processors;
    if (sched_getaffinity(0, sizeof processors, &processors) != 0) return -1;
    if (CPU_COUNT(&processors) < 1 || sysconf(_SC_NPROCESSORS_ONLN) < 1) return -1;
    sched_yield();
    char letters[] = "cab";
    std::qsort(letters, 3, 1, door_compare);
    char* rest = nullptr;
    if (strtok_r(letters, "b", &rest) == nullptr || std::strcmp(letters, "a") != 0) return -1;
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    struct stat none {};
    if (stat("/nowhere", &none) == 0 || errno != ENOENT || getpid() == 0 || gettid() == 0)
      return -1;
    signal(SIGUSR1, SIG_IGN);
    raise(SIGUSR1);
    pthread_kill(pthread_self(), SIGUSR1);
    void* block = std::calloc(4, 8);
    block = std::realloc(block, 64);
    std::free(block);
    if (posix_memalign(&block, 64, 64) == 0) std::free(block);
    assert(errno != 0);
    return count();
  }
  int count() const {
    pthread_rwlock_rdlock(&shared_);
    const int count = count_;
    pthread_rwlock_unlock(&shared_);
    return count;
  }

 private:
  static void* add_one(void* self) {
    auto* door = static_cast<Door*>(self);
    static jmp_buf back;
    if (setjmp(back) == 0) longjmp(back, 1);
    pthread_setspecific(door->key_, self);
    while (sem_trywait(&door->slots_) != 0)
      sched_yield();
    pthread_mutex_lock(&door->mutex_);
    pthread_rwlock_wrlock(&door->shared_);
    ++door->count_;
    pthread_rwlock_unlock(&door->shared_);
    pthread_cond_broadcast(&door->changed_);
    pthread_mutex_unlock(&door->mutex_);
    sem_post(&door->slots_);
    return pthread_getspecific(door->key_);
  }

  mutable pthread_rwlock_t shared_;
  pthread_mutex_t mutex_;
  pthread_cond_t changed_;
  pthread_key_t key_ = 0;
  sem_t slots_;
  int count_ = 0;
};

}  // namespace door
