// Ends a schedule in which the running thread does nothing, for ever, that any hook could see: an
// empty loop, or one that the optimiser has emptied. Steps cannot be counted where there are none,
// so it is counted in processor time; what a machine is busy with otherwise does not matter.
#pragma once

namespace explorer {

// For as long as explore() runs.
void start_alarm();
void stop_alarm();

}  // namespace explorer
