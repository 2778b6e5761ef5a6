// Puts the executable's global variables back between schedules, so that each begins with the same;
// and what they had on the heap before the first.
//
// Whatever instrumented code writes to .data, .bss and that part of the heap is saved before its
// first write in a schedule. What a shared library or an uninstrumented store changes is not seen,
// and stays.
#pragma once

#include <cstddef>
#include <cstdint>

#include "explorer/memory/mapping.h"

namespace explorer {

class Globals {
 public:
  // Finds the executable's writable segment, and the heap as it is now.
  void locate();

  [[nodiscard]] bool contains(std::uintptr_t address) const {
    return address - from_ < size_ || address - heap_from_ < heap_size_;
  }

  // Keeps the aligned eight-byte words that this range touches.
  void save(std::uintptr_t address, std::size_t size);

  void restore();

  // Calls it with what each word holds now that was changed in this schedule.
  template <class Visit>
  void for_each_changed(Visit visit) const {
    for (std::size_t i = 0; i < count_; i++)
      visit(*reinterpret_cast<const std::uint64_t*>(saved_[i].address));
  }

  [[nodiscard]] std::uintptr_t module_base() const { return module_base_; }
  [[nodiscard]] bool is_code(std::uintptr_t address) const {
    return address - code_from_ < code_size_;
  }
  [[nodiscard]] bool is_module(std::uintptr_t address) const {
    return address - module_base_ < module_size_;
  }

 private:
  static constexpr std::size_t kMaxSaved = std::size_t{1} << 18;

  struct Word {
    std::uintptr_t address;
    std::uint64_t content;
  };

  std::uintptr_t from_ = 0;
  std::size_t size_ = 0;
  std::uintptr_t heap_from_ = 0;
  std::size_t heap_size_ = 0;
  std::uintptr_t code_from_ = 0;
  std::size_t code_size_ = 0;
  std::uintptr_t module_base_ = 0;
  std::size_t module_size_ = 0;
  MappedArray<Word> saved_;
  std::size_t count_ = 0;
};

}  // namespace explorer
