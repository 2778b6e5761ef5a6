#include "harness/order_intake.hpp"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstring>

#include "protocol/confinement.hpp"

namespace harness {
namespace {

constexpr std::size_t kMostSealBytes = protocol::kMaxSeal * sizeof(protocol::FilterInstruction);
alignas(protocol::Order) unsigned char received[sizeof(protocol::Order) + kMostSealBytes];
bool is_whole = false;

// What comes after the order is a filter of system calls: from here on this process runs no other
// program and loads no new code. There is none where nothing confines it.
__attribute__((no_sanitize("thread"))) bool seal(unsigned char* filter, std::size_t bytes) {
  if (bytes == 0) return true;
  sock_fprog program{};
  program.len = static_cast<unsigned short>(bytes / sizeof(sock_filter));
  program.filter = reinterpret_cast<sock_filter*>(filter);
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

// Runs from .preinit_array: before the constructors of any object file, and so without relying
// on anything that a constructor makes; the sanitizer's hooks stay out for the same reason.
__attribute__((no_sanitize("thread"))) void take_order(int argc, char** /*argv*/,
                                                       char** /*environment*/) {
  if (argc > 1) return;  // --list is no test run: descriptor 3 is not ours to read then
  std::size_t have = 0;
  while (have < sizeof received) {
    const ssize_t got = read(protocol::kOrderFd, received + have, sizeof received - have);
    if (got < 0) return;
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  close(protocol::kOrderFd);
  is_whole = have >= sizeof(protocol::Order) &&
             seal(received + sizeof(protocol::Order), have - sizeof(protocol::Order));
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
