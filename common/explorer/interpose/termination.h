// std::terminate inside a schedule becomes a finding.
#pragma once

namespace explorer {

void watch_termination();

}  // namespace explorer
