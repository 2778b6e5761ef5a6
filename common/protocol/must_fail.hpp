#pragma once

#include "protocol/order.hpp"

// A check that must fail: the process runs it as any other and then reports a failure, whatever
// came of it. So a pass that comes back was written by somebody who knows how. The mark is where
// an order has nothing else to say. Pure functions; safe from any thread.
namespace protocol {

inline void order_to_fail(Order& order) {
  order.reserved = 1;
}

[[nodiscard]] inline bool must_fail(const Order& order) {
  return order.reserved != 0;
}

}  // namespace protocol
