// Library state that is made at first use and lives as long as the process.
#pragma once

namespace explorer {

// Makes it before the first schedule, whose memory would be forgotten.
void warm_up_libraries();

}  // namespace explorer
