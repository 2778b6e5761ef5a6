#pragma once

#include <chrono>
#include <deque>

#include "grader/system/process.hpp"
#include "grader/system/process_tree.hpp"

namespace grader {

// Tells a child in which nothing moves from one that is slow: on a loaded machine a thread that
// could run is "running" to the kernel, however long it waits for a processor. Fed with samples,
// pure otherwise. Not thread-safe.
class HangDetector {
 public:
  using Clock = std::chrono::steady_clock;

  static constexpr std::chrono::milliseconds kPeriod{50};    // between samples
  static constexpr std::chrono::milliseconds kQuiet{5'000};  // asleep so long: it hangs
  static constexpr std::size_t kLeastSamples = 50;           // of it, however seldom we get to look

  // A process that has ended is none that hangs, however long it takes to be tidied up.
  void add(Clock::time_point now, const ThreadActivity& activity);

  // Has every thread slept for kQuiet? (The sanitizer's own thread and the harness's watchdog,
  // which looks for the same from within and can name the threads, wake ten times a second each.)
  [[nodiscard]] bool hangs() const;

  // What it did of late: over the second half of the last kQuiet, or of its life.
  [[nodiscard]] Activity activity() const;

 private:
  struct Sample {
    Clock::time_point time;
    ThreadActivity activity;
  };
  using Samples = std::deque<Sample>;
  [[nodiscard]] static bool slept(Samples::const_iterator begin, Samples::const_iterator end);

  Samples samples_;  // no more than hangs() needs
};

}  // namespace grader
