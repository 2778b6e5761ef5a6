// Memory straight from the kernel, for the runtime's own tables: never from the heap of the body,
// which the runtime interposes and resets.
#pragma once

#include <cstddef>
#include <cstdint>

namespace explorer {

// Zeroed, reserved but not committed: pages cost nothing until they are touched. Never returns
// null.
void* map_anywhere(std::size_t bytes);

// The same at a fixed address, so that addresses are equal in every process; aborts with a message
// where something else is there.
void* map_at(std::uintptr_t address, std::size_t bytes);

// A fixed-capacity array of trivial elements in mapped memory.
template <class T>
class MappedArray {
 public:
  void reserve(std::size_t capacity) {
    if (data_ == nullptr) data_ = static_cast<T*>(map_anywhere(capacity * sizeof(T)));
    capacity_ = capacity;
  }
  [[nodiscard]] T& operator[](std::size_t index) { return data_[index]; }
  [[nodiscard]] const T& operator[](std::size_t index) const { return data_[index]; }
  [[nodiscard]] T* data() { return data_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }

 private:
  T* data_ = nullptr;
  std::size_t capacity_ = 0;
};

}  // namespace explorer
