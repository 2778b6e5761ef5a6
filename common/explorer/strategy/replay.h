// One given schedule: the default choices but for some.
#pragma once

#include "explorer/explorer.h"
#include "explorer/strategy/chooser.h"

namespace explorer {

class Replay final : public Chooser {
 public:
  // The deviations are in the order of their choices, and must outlive this.
  void follow(const Deviation* deviations, std::uint32_t count) {
    deviations_ = deviations;
    count_ = count;
  }

  void begin_schedule(std::uint64_t seed) override;
  std::uint32_t choose_thread(const ChoicePoint& point) override;
  std::uint32_t choose_data(Question question, std::uint32_t alternatives) override;

  // Some choice had no such alternative, or was never reached: this is not the schedule that was
  // meant.
  [[nodiscard]] bool diverged() const { return diverged_ || next_ < count_; }

 private:
  std::uint32_t alternative(std::uint32_t count);

  const Deviation* deviations_ = nullptr;
  std::uint32_t count_ = 0;
  std::uint32_t next_ = 0;
  bool diverged_ = false;
};

}  // namespace explorer
