#pragma once

#include <cstddef>
#include <iterator>
#include <type_traits>
#include <utility>

// What a range-for needs and no lab is about: the values at(0), at(1), … at(size - 1), each asked
// for when the loop reaches it, so that `at` may wait or throw.
//
//   return InputRange(futures.size(), [futures](std::size_t i) { return futures[i].result(); });
//
// One thread at a time; read it once, from the front. It owns `at`, and with it all that `at` has
// captured; its iterators point into it. What `at` throws leaves the loop.
namespace threading {

template <class At>
class InputRange {
 public:
  class Iterator {
   public:
    using value_type = std::remove_cvref_t<std::invoke_result_t<At&, std::size_t>>;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    explicit Iterator(InputRange* range) : range_(range) {}

    decltype(auto) operator*() const { return range_->at_(position_); }
    Iterator& operator++() {
      ++position_;
      return *this;
    }
    void operator++(int) { ++position_; }
    bool operator==(std::default_sentinel_t) const { return position_ == range_->size_; }

   private:
    InputRange* range_ = nullptr;
    std::size_t position_ = 0;
  };

  InputRange(std::size_t size, At at) : size_(size), at_(std::move(at)) {}

  [[nodiscard]] Iterator begin() { return Iterator(this); }
  [[nodiscard]] std::default_sentinel_t end() const { return {}; }

 private:
  std::size_t size_;
  At at_;
};

}  // namespace threading
