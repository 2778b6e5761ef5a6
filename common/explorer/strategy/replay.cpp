#include "explorer/strategy/replay.h"

#include "explorer/schedule/run.h"

namespace explorer {

void Replay::begin_schedule(std::uint64_t) {
  next_ = 0;
  diverged_ = false;
}

std::uint32_t Replay::alternative(std::uint32_t count) {
  if (next_ == count_ || deviations_[next_].choice != run.choices.count()) return 0;
  const std::uint32_t wanted = deviations_[next_++].alternative;
  if (wanted < count) return wanted;
  diverged_ = true;
  return count - 1;
}

std::uint32_t Replay::choose_thread(const ChoicePoint& point) {
  return alternative(point.count);
}

// Whether a loop may have an end is a guess, which need not come out the same.
std::uint32_t Replay::choose_data(Question question, std::uint32_t alternatives) {
  return alternative(question == Question::give_up ? 2 : alternatives);
}

}  // namespace explorer
