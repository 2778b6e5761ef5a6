#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "labs/door/subject.hpp"

namespace {

// The word that no report may hold.
constexpr const char* kSecret = "the-hidden-marker";

SCENARIO(Door, Counts, behaviour, "`count` says how often the door was opened.") {
  subject::Door door;
  CHECK_EQ(door.count(), 0, kSecret);
  CHECK_EQ(door.open(), 1, kSecret);
  CHECK_EQ(door.count(), 1, kSecret);
}

}  // namespace
