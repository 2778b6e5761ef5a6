#pragma once

#include <string>

// What a test program tells about itself when called with --list. Pure.
namespace harness {

// One line a scenario, in the order of registration; seven fields with a tab between them:
//   name        Lock.TwoThreadsNeverHoldItAtOnce
//   visibility  public, hidden or stress: its file's name up to the first '.' or '_'
//   kind        behaviour, interleaving or stress
//   judges      explore,stress or one of the two
//   weight      a decimal number: 1, 0.5
//   schedules   explore's budget; 0: the course's
//   sentence    of the specification, without tabs
[[nodiscard]] std::string manifest();

}  // namespace harness
