#include "grader/model/points.hpp"

#include <fmt/format.h>

namespace grader {

std::string to_string(Points points) {
  const std::int64_t part = points.hundredths % 100;
  if (part == 0) return fmt::format("{}", points.hundredths / 100);
  if (part % 10 == 0) return fmt::format("{}.{}", points.hundredths / 100, part / 10);
  return fmt::format("{}.{:02}", points.hundredths / 100, part);
}

}  // namespace grader
