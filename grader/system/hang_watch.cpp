#include "grader/system/hang_watch.hpp"

#include <algorithm>

namespace grader {

void HangDetector::add(Clock::time_point now, const ThreadActivity& activity) {
  samples_.push_back({now, activity});
  // Keep one sample that is at least kQuiet old, so that the window is whole.
  while (samples_.size() > 2 && now - samples_[1].time >= kQuiet)
    samples_.pop_front();
}

bool HangDetector::slept() const {
  const auto window = samples_.back().time - samples_.front().time;
  const std::uint64_t slices =
      samples_.back().activity.timeslices - samples_.front().activity.timeslices;
  const auto allowed = static_cast<std::uint64_t>(window / std::chrono::milliseconds(20));
  return slices <= allowed + 1 &&
         std::none_of(samples_.begin(), samples_.end(),
                      [](const Sample& sample) { return sample.activity.any_running; });
}

bool HangDetector::hangs() const {
  return samples_.size() > 2 && samples_.back().time - samples_.front().time >= kQuiet && slept();
}

Activity HangDetector::activity() const {
  if (samples_.size() < 4) return Activity::unknown;
  if (slept()) return Activity::asleep;
  const auto running = std::count_if(samples_.begin(), samples_.end(), [](const Sample& sample) {
    return sample.activity.any_running;
  });
  return static_cast<std::size_t>(running) * 5 >= samples_.size() * 4 ? Activity::busy
                                                                      : Activity::mixed;
}

}  // namespace grader
