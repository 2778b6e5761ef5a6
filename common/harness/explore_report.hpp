#pragma once

#include "explorer/result.h"
#include "protocol/report.hpp"

// The explorer's result in the words of the protocol. Pure functions.
namespace harness {

[[nodiscard]] protocol::Report to_report(const explorer::Result& result);

// How a check that failed with this verdict is called by the explorer.
[[nodiscard]] explorer::Finding finding_of(protocol::Verdict verdict);

}  // namespace harness
