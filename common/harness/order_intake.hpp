#pragma once

#include "protocol/order.hpp"

// The order that this process was started with. It is read before any static object of the
// student's code is made, and its descriptor is closed then; read-only ever after.
namespace harness {

// Null where the process was given no valid order.
[[nodiscard]] const protocol::Order* order();

}  // namespace harness
