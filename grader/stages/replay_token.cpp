#include "grader/stages/replay_token.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <limits>

#include "grader/model/check.hpp"
#include "grader/model/error.hpp"
#include "grader/system/base64url.hpp"
#include "grader/system/digest.hpp"

namespace grader {
namespace {

constexpr char kVersion = 1;
constexpr std::size_t kPrefixDigits = 16;
constexpr std::size_t kSumDigits = 4;
constexpr std::string_view kScheme = "sha256:";

// Numbers in sevens of bits, least first: small ones take a byte.
void put(std::string& bytes, std::uint64_t number) {
  while (number >= 0x80) {
    bytes += static_cast<char>(0x80U | (number & 0x7fU));
    number >>= 7U;
  }
  bytes += static_cast<char>(number);
}

void put(std::string& bytes, const std::string& text) {
  put(bytes, text.size());
  bytes += text;
}

struct Malformed {};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
      if (rest_.empty()) throw Malformed();
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
      if ((byte & 0x80U) == 0) return value;
    }
    throw Malformed();
  }

  std::uint32_t small_number() {
    const std::uint64_t value = number();
    if (value > std::numeric_limits<std::uint32_t>::max()) throw Malformed();
    return static_cast<std::uint32_t>(value);
  }

  std::string text() {
    const std::uint64_t size = number();
    if (size > rest_.size()) throw Malformed();
    std::string text(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return text;
  }

  void expect_end() const {
    if (!rest_.empty()) throw Malformed();
  }

 private:
  std::string_view rest_;
};

// So that a letter lost in pasting is noticed, and not taken for another schedule.
std::string sum_of(const std::string& bytes) {
  return Digest().add(bytes).hex().substr(0, kSumDigits);
}

ReplayToken parse(const std::string& bytes) {
  Reader reader(bytes);
  if (reader.number() != kVersion) throw Malformed();
  ReplayToken token;
  token.lab = reader.text();
  token.scenario = reader.text();
  token.digest_prefix = fmt::format("{:016x}", reader.number() << 32U | reader.number());
  token.prerequisites = reader.number() == 0 ? Prerequisites::baseline : Prerequisites::own;
  std::uint64_t at = 0;
  const std::uint64_t count = reader.number();
  if (count > protocol::kMaxDeviations) throw Malformed();
  for (std::uint64_t i = 0; i < count; ++i) {
    at += reader.number();
    if (at > std::numeric_limits<std::uint32_t>::max()) throw Malformed();
    const std::uint32_t pick = reader.small_number();
    token.deviations.push_back({static_cast<std::uint32_t>(at), pick});
  }
  reader.expect_end();
  return token;
}

}  // namespace

std::string digest_prefix(const std::string& digest) {
  LOCKSTEP_CHECK(digest.starts_with(kScheme));
  return digest.substr(kScheme.size(), kPrefixDigits);
}

std::string encode_token(const ReplayToken& token) {
  std::string bytes(1, kVersion);
  put(bytes, token.lab);
  put(bytes, token.scenario);
  put(bytes, std::stoull(token.digest_prefix.substr(0, 8), nullptr, 16));
  put(bytes, std::stoull(token.digest_prefix.substr(8), nullptr, 16));
  put(bytes, token.prerequisites == Prerequisites::own ? 1 : 0);
  put(bytes, token.deviations.size());
  std::uint32_t last = 0;
  for (const protocol::Deviation& deviation : token.deviations) {
    put(bytes, deviation.at - last);  // they come in order, so the steps are small
    put(bytes, deviation.pick);
    last = deviation.at;
  }
  return to_base64url(bytes + sum_of(bytes));
}

ReplayToken decode_token(std::string_view text) {
  const auto refuse = [&](std::string_view why) {
    throw UsageError(
        fmt::format("'{}' is no replay token: {}; copy it whole from the report", text, why));
  };
  const auto bytes = from_base64url(text);
  if (!bytes || bytes->size() <= kSumDigits) refuse("it holds other letters than a token does");
  const std::string content = bytes->substr(0, bytes->size() - kSumDigits);
  if (sum_of(content) != bytes->substr(content.size())) refuse("letters are missing or changed");
  try {
    return parse(content);
  } catch (const Malformed&) {
    refuse("another version of lockstep made it");
  }
  LOCKSTEP_CHECK(false);
}

}  // namespace grader
