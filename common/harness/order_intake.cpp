#include "harness/order_intake.hpp"

#include <unistd.h>

#include <cstring>

namespace harness {
namespace {

alignas(protocol::Order) unsigned char received[sizeof(protocol::Order)];
bool is_whole = false;

// Runs from .preinit_array: before the constructors of any object file, and so without relying
// on anything that a constructor makes; the sanitizer's hooks stay out for the same reason.
__attribute__((no_sanitize("thread"))) void take_order(int argc, char** /*argv*/,
                                                       char** /*environment*/) {
  if (argc > 1) return;  // --list is no test run: descriptor 3 is not ours to read then
  std::size_t have = 0;
  while (have < sizeof received) {
    const ssize_t got = read(protocol::kOrderFd, received + have, sizeof received - have);
    if (got <= 0) return;
    have += static_cast<std::size_t>(got);
  }
  close(protocol::kOrderFd);
  is_whole = true;
}

using InitFunction = void (*)(int, char**, char**);
__attribute__((section(".preinit_array"), used)) const InitFunction at_start = &take_order;

bool is_valid(const protocol::Order& order) {
  const bool name_ends = std::memchr(order.scenario.data(), '\0', order.scenario.size()) != nullptr;
  return order.magic == protocol::kOrderMagic && name_ends &&
         order.deviation_count <= protocol::kMaxDeviations;
}

}  // namespace

const protocol::Order* order() {
  const auto* taken = reinterpret_cast<const protocol::Order*>(received);
  return is_whole && is_valid(*taken) ? taken : nullptr;
}

}  // namespace harness
