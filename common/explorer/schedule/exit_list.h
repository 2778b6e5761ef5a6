// What must be called when a program ends: destructors of static objects. One list is a schedule's
// own; another, of the process, has what was registered before the first, and stays.
#pragma once

#include "explorer/schedule/logical_thread.h"

namespace explorer {

class ExitList {
 public:
  void clear() { count_ = 0; }

  // False when it is full.
  bool add(void (*function)(void*), void* object) {
    if (count_ == kMax) return false;
    entries_[count_++] = Destructor{.function = function, .object = object};
    return true;
  }

  [[nodiscard]] bool empty() const { return count_ == 0; }

  // Last in, first out; a destructor may add more.
  void call_all() {
    while (count_ > 0) {
      const Destructor last = entries_[--count_];
      last.function(last.object);
    }
  }

  // In the same order, and keeps them.
  template <class Condition>
  void call_each(Condition wanted) const {
    for (std::uint32_t i = count_; i-- > 0;) {
      const Destructor each = entries_[i];
      if (wanted(each.object)) each.function(each.object);
    }
  }

 private:
  static constexpr std::uint32_t kMax = 256;

  Destructor entries_[kMax] = {};
  std::uint32_t count_ = 0;
};

}  // namespace explorer
