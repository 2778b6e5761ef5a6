#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "labs/door/subject.hpp"

namespace {

// The word that no report may hold.
[[gnu::used]] constexpr char kSecret[] = "the-hidden-marker";

SCENARIO(Door, Counts, behaviour, "`count` says how often the door was opened.") {
  subject::Door door;
  CHECK_EQ(door.count(), 0, "the count of a new door");
  CHECK_EQ(door.open(), 1, "the first `open`");
  CHECK_EQ(door.count(), 1, "the count after it");
}

}  // namespace
