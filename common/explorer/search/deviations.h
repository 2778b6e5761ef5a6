// A schedule as the choices in which it differs from the default one.
#pragma once

#include "explorer/explorer.h"
#include "explorer/memory/mapping.h"
#include "explorer/schedule/run.h"

namespace explorer {

class DeviationList {
 public:
  DeviationList() { items_.reserve(ChoiceLog::kMax); }

  void clear() { count_ = 0; }
  void append(Deviation deviation) { items_[count_++] = deviation; }

  // The choices of the schedule that has just run.
  void take_from(const ChoiceLog& choices) {
    clear();
    for (std::uint32_t i = 0; i < choices.count(); i++) {
      if (choices[i] != 0) append(Deviation{.choice = i, .alternative = choices[i]});
    }
  }

  // All of the other's but those from `first` to `last` - 1.
  void copy_without(const DeviationList& other, std::uint32_t first, std::uint32_t last) {
    clear();
    for (std::uint32_t i = 0; i < other.count_; i++) {
      if (i < first || i >= last) append(other.items_[i]);
    }
  }

  [[nodiscard]] const Deviation* data() { return items_.data(); }
  [[nodiscard]] std::uint32_t count() const { return count_; }

 private:
  MappedArray<Deviation> items_;
  std::uint32_t count_ = 0;
};

}  // namespace explorer
