#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/report.hpp"

// How a Report travels through the pipe: magic, nonce, kind, length, body. Pure functions; safe
// from any thread. Both ends are built from this one source, on one machine: native byte order.
namespace protocol {

struct Frame {
  Nonce nonce{};
  FrameKind kind = FrameKind::failure;
  Report report;
};

[[nodiscard]] std::string encode(const Frame& frame);

// All frames in `bytes`, or nothing where the bytes are anything else than whole, well-formed
// frames: a reader must not guess at what a forger meant.
[[nodiscard]] std::optional<std::vector<Frame>> decode(std::string_view bytes);

}  // namespace protocol
