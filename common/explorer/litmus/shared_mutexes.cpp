// std::shared_mutex, shared_timed_mutex, shared_lock.
#include <shared_mutex>

#include <chrono>
#include <mutex>

#include "explorer/litmus/programs.hpp"

namespace explorer::litmus {
namespace {

using namespace std::chrono_literals;

void one_writer_two_readers() {
  std::shared_mutex mutex;
  int first = 0;
  int second = 0;
  const auto read = [&] {
    const std::shared_lock lock(mutex);
    check(first == second, "readers see whole writes");
  };
  together(
      [&] {
        const std::unique_lock lock(mutex);
        ++first;
        ++second;
      },
      read, read);
}

void two_writers() {
  count_under<std::shared_mutex>(2, 2);
}

void readers_are_inside_together() {
  std::shared_mutex mutex;
  std::shared_lock mine(mutex);
  together([&] {
    const std::shared_lock lock(mutex);
    check(lock.owns_lock(), "a reader lets a reader in");
  });
}

void reader_that_writes() {
  std::shared_mutex mutex;
  int count = 0;
  const auto add = [&] {
    const std::shared_lock lock(mutex);
    ++count;
  };
  together(add, add);
}

void reader_without_the_lock() {
  std::shared_mutex mutex;
  int value = 0;
  together(
      [&] {
        const std::unique_lock lock(mutex);
        value = 1;
      },
      [&] { check(value < 2, "one or none"); });
}

// Each waits for the other reader to leave.
void two_readers_become_writers() {
  std::shared_mutex mutex;
  const auto upgrade = [&] {
    const std::shared_lock shared(mutex);
    mutex.lock();
    mutex.unlock();
  };
  together(upgrade, upgrade);
}

void writer_tries_while_a_reader_is_inside() {
  std::shared_mutex mutex;
  int count = 0;
  together([&] { const std::shared_lock lock(mutex); },
           [&] {
             if (!mutex.try_lock()) return;
             ++count;
             mutex.unlock();
           });
  check(count <= 1, "tried once");
}

void shared_and_exclusive_orders_cross() {
  std::shared_mutex first;
  std::shared_mutex second;
  together(
      [&] {
        const std::shared_lock outer(first);
        const std::unique_lock inner(second);
      },
      [&] {
        const std::shared_lock outer(second);
        const std::unique_lock inner(first);
      });
}

void unlocked_by_a_stranger() {
  std::shared_mutex mutex;
  mutex.lock();
  together([&] { mutex.unlock(); });
}

void timed_reader_gives_up() {
  std::shared_timed_mutex mutex;
  mutex.lock();
  together([&] { check(!mutex.try_lock_shared_for(5ms), "the writer stays inside"); });
  mutex.unlock();
}

void timed_writer_waits_for_the_reader() {
  std::shared_timed_mutex mutex;
  together(
      [&] {
        const std::shared_lock lock(mutex);
        std::this_thread::sleep_for(10ms);
      },
      [&] {
        const std::unique_lock lock(mutex, 1h);
        check(lock.owns_lock(), "the reader leaves within the hour");
      });
}

constexpr Program kPrograms[] = {
    exhausted("OneWriterTwoReaders", one_writer_two_readers),
    exhausted("TwoWriters", two_writers),
    exhausted("ReadersAreInsideTogether", readers_are_inside_together),
    broken("ReaderThatWrites", reader_that_writes, Finding::race),
    broken("ReaderWithoutTheLock", reader_without_the_lock, Finding::race),
    broken("TwoReadersBecomeWriters", two_readers_become_writers, Finding::deadlock),
    exhausted("WriterTriesWhileAReaderIsInside", writer_tries_while_a_reader_is_inside),
    broken("SharedAndExclusiveOrdersCross", shared_and_exclusive_orders_cross, Finding::deadlock),
    broken("UnlockedByAStranger", unlocked_by_a_stranger, Finding::misuse),
    clean("TimedReaderGivesUp", timed_reader_gives_up),
    punctual("TimedWriterWaitsForTheReader", timed_writer_waits_for_the_reader),
};

}  // namespace

std::span<const Program> shared_mutexes() {
  return kPrograms;
}

}  // namespace explorer::litmus
