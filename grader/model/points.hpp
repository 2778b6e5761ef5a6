#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace grader {

// Points, exact to a hundredth: sums of shares come out even, whatever their order.
struct Points {
  std::int64_t hundredths = 0;

  [[nodiscard]] static constexpr Points whole(std::int64_t points) { return {points * 100}; }

  // As results give it: 96.5
  [[nodiscard]] constexpr double value() const { return static_cast<double>(hundredths) / 100.0; }

  constexpr Points& operator+=(Points other) {
    hundredths += other.hundredths;
    return *this;
  }
  friend constexpr Points operator+(Points a, Points b) { return a += b; }
  friend constexpr auto operator<=>(Points, Points) = default;
};

// As people read it: "96.5", "100", "6.67".
[[nodiscard]] std::string to_string(Points points);

}  // namespace grader
