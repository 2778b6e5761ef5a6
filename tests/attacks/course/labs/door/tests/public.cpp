#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "labs/door/subject.hpp"

namespace {

SCENARIO(Door, Opens, behaviour, "`open` says how often the door was opened.") {
  subject::Door door;
  CHECK_EQ(door.open(), 1, "the first `open`");
  CHECK_EQ(door.open(), 2, "the second `open`");
}

}  // namespace
