#include "grader/system/hang_watch.hpp"

#include <algorithm>

namespace grader {

void HangDetector::add(Clock::time_point now, const ThreadActivity& activity) {
  if (activity.threads == 0) {
    samples_.clear();
    return;
  }
  samples_.push_back({now, activity});
  // Keep one sample that is at least kQuiet old, so that the window is whole.
  while (samples_.size() > kLeastSamples && now - samples_[1].time >= kQuiet)
    samples_.pop_front();
}

bool HangDetector::slept(Samples::const_iterator begin, Samples::const_iterator end) {
  const Sample& first = *begin;
  const Sample& last = *(end - 1);
  const std::uint64_t slices = last.activity.timeslices - first.activity.timeslices;
  const auto allowed =
      static_cast<std::uint64_t>((last.time - first.time) / std::chrono::milliseconds(20));
  return slices <= allowed + 1 &&
         std::none_of(begin, end, [](const Sample& sample) { return sample.activity.any_running; });
}

bool HangDetector::hangs() const {
  return samples_.size() >= kLeastSamples &&
         samples_.back().time - samples_.front().time >= kQuiet &&
         slept(samples_.begin(), samples_.end());
}

Activity HangDetector::activity() const {
  if (samples_.size() < 4) return Activity::unknown;
  const auto begin = samples_.begin() + static_cast<std::ptrdiff_t>(samples_.size() / 2);
  if (slept(begin, samples_.end())) return Activity::asleep;
  const auto running = std::count_if(
      begin, samples_.end(), [](const Sample& sample) { return sample.activity.any_running; });
  return running * 5 >= (samples_.end() - begin) * 4 ? Activity::busy : Activity::mixed;
}

}  // namespace grader
