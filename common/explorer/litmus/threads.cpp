// std::thread, jthread, this_thread, and threads of the C library.
#include <thread>

#include <pthread.h>
#include <semaphore.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <system_error>

#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

void join_orders() {
  int data = 0;
  std::thread thread([&] { data = 1; });
  thread.join();
  check(data == 1, "join waits for the end");
}

void start_orders() {
  int data = 1;
  std::thread thread([&] { check(data == 1, "written before the start"); });
  thread.join();
}

void written_after_the_start() {
  int data = 0;
  std::thread thread([&] { check(data < 2, "one or none"); });
  data = 1;
  thread.join();
}

void read_before_the_join() {
  int data = 0;
  std::thread thread([&] { data = 1; });
  check(data < 2, "one or none");
  thread.join();
}

void jthread_joins_in_its_destructor() {
  int data = 0;
  {
    const std::jthread thread([&] { data = 1; });
  }
  check(data == 1, "the destructor waits for the end");
}

void destroyed_while_joinable() {
  const std::thread thread([] {});
}

void never_joined() {
  pthread_t thread{};
  pthread_create(
      &thread, nullptr, [](void*) -> void* { return nullptr; }, nullptr);
}

void detached_and_waited_for() {
  const auto done = std::make_shared<std::atomic<bool>>(false);
  std::thread([done] {
    done->store(true);
    done->notify_one();
  }).detach();
  done->wait(false);
  check(done->load(), "it has run");
}

// Large, so that the calls that follow do not use its frame again.
[[gnu::noinline]] std::thread start_with_a_local() {
  int locals[2000] = {};
  return std::thread([&local = locals[0]] { local = 1; });
}

void uses_a_dead_frame() {
  std::thread thread = start_with_a_local();
  thread.join();
}

void joins_itself() {
  std::thread thread;
  std::mutex mutex;
  mutex.lock();
  thread = std::thread([&] {
    const std::lock_guard lock(mutex);
    try {
      thread.join();
      check(false, "nobody can wait for itself");
    } catch (const std::system_error& error) {
      check(error.code() == std::errc::resource_deadlock_would_occur, "it says why");
    }
  });
  mutex.unlock();
  thread.join();
}

void join_in_a_circle() {
  std::thread first;
  std::thread second;
  std::atomic<int> ready = 0;
  first = std::thread([&] {
    ready.wait(0);
    second.join();
  });
  second = std::thread([&] {
    ready.wait(0);
    first.join();
  });
  ready.store(1);
  ready.notify_all();
  std::atomic<int> never = 0;
  never.wait(0);
}

void ids_differ() {
  std::thread::id ids[2];
  together([&] { ids[0] = std::this_thread::get_id(); },
           [&] { ids[1] = std::this_thread::get_id(); });
  check(ids[0] != ids[1], "two threads, two ids");
  check(ids[0] != std::this_thread::get_id(), "nor is either the body's");
  check(ids[0] != std::thread::id(), "nor nobody's");
}

void yields_until_it_is_time() {
  std::atomic<bool> go = false;
  together(
      [&] {
        while (!go.load())
          std::this_thread::yield();
      },
      [&] { go.store(true); });
}

void seventeen_threads() {
  std::atomic<int> count = 0;
  in_threads(17, [&](int) { ++count; });
  check(count == 17, "each of them ran");
}

void seventeen_threads_race() {
  int count = 0;
  in_threads(17, [&](int index) {
    if (index == 0 || index == 16) ++count;
  });
}

void more_threads_than_there_may_be() {
  std::atomic<int> count = 0;
  in_threads(static_cast<int>(kMaxThreads) + 1, [&](int) { ++count; });
}

void threads_start_threads() {
  std::atomic<int> count = 0;
  const auto start_two = [&] {
    const auto add = [&] { ++count; };
    together(add, add);
  };
  together(start_two, start_two);
  check(count == 4, "each of them ran");
}

void cpus_can_be_asked_for() {
  check(std::thread::hardware_concurrency() == std::thread::hardware_concurrency(),
        "the number of processors stays the same");
}

void threads_of_the_c_library() {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_t thread{};
  pthread_create(
      &thread, nullptr,
      [](void* argument) -> void* {
        auto* const shared = static_cast<pthread_mutex_t*>(argument);
        pthread_mutex_lock(shared);
        pthread_mutex_unlock(shared);
        return argument;
      },
      &mutex);
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  void* result = nullptr;
  pthread_join(thread, &result);
  check(result == &mutex, "join hands back the result");
  pthread_mutex_destroy(&mutex);
}

void mutex_of_the_c_library_destroyed_while_locked() {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  pthread_mutex_destroy(&mutex);
}

void semaphore_of_the_c_library() {
  sem_t semaphore;
  sem_init(&semaphore, 0, 0);
  int data = 0;
  together(
      [&] {
        while (sem_wait(&semaphore) != 0) {
        }
        check(data == 1, "the data came before the post");
      },
      [&] {
        data = 1;
        sem_post(&semaphore);
      });
  sem_destroy(&semaphore);
}

constexpr Program kPrograms[] = {
    exhausted("JoinOrders", join_orders),
    exhausted("StartOrders", start_orders),
    broken("WrittenAfterTheStart", written_after_the_start, Finding::race),
    broken("ReadBeforeTheJoin", read_before_the_join, Finding::race),
    exhausted("JthreadJoinsInItsDestructor", jthread_joins_in_its_destructor),
    broken("DestroyedWhileJoinable", destroyed_while_joinable, Finding::uncaught_exception),
    broken("NeverJoined", never_joined, Finding::thread_leak),
    clean("DetachedAndWaitedFor", detached_and_waited_for),
    broken("UsesADeadFrame", uses_a_dead_frame, Finding::use_after_free),
    clean("JoinsItself", joins_itself),
    broken("JoinInACircle", join_in_a_circle, Finding::deadlock),
    exhausted("IdsDiffer", ids_differ),
    clean("YieldsUntilItIsTime", yields_until_it_is_time),
    clean("SeventeenThreads", seventeen_threads),
    broken("SeventeenThreadsRace", seventeen_threads_race, Finding::race),
    broken("MoreThreadsThanThereMayBe", more_threads_than_there_may_be, Finding::limit),
    clean("ThreadsStartThreads", threads_start_threads),
    exhausted("CpusCanBeAskedFor", cpus_can_be_asked_for),
    exhausted("ThreadsOfTheCLibrary", threads_of_the_c_library),
    broken("MutexOfTheCLibraryDestroyedWhileLocked", mutex_of_the_c_library_destroyed_while_locked,
           Finding::misuse),
    exhausted("SemaphoreOfTheCLibrary", semaphore_of_the_c_library),
};

}  // namespace

std::span<const Program> threads() {
  return kPrograms;
}

}  // namespace explorer::litmus
