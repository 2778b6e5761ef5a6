#include "grader/system/digest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <cstdint>

#include "grader/model/check.hpp"

namespace grader {

struct Digest::State {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(),
                                                                  EVP_MD_CTX_free};
};

Digest::Digest() : state_(std::make_unique<State>()) {
  LOCKSTEP_CHECK(EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) == 1);
}

Digest::~Digest() = default;

Digest& Digest::add(std::string_view text) {
  const std::uint64_t size = text.size();
  LOCKSTEP_CHECK(EVP_DigestUpdate(state_->context.get(), &size, sizeof size) == 1);
  LOCKSTEP_CHECK(EVP_DigestUpdate(state_->context.get(), text.data(), text.size()) == 1);
  return *this;
}

std::string Digest::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  LOCKSTEP_CHECK(EVP_DigestFinal_ex(state_->context.get(), bytes.data(), &size) == 1);
  std::string text;
  for (unsigned i = 0; i < size; ++i)
    text += fmt::format("{:02x}", bytes.at(i));
  return text;
}

}  // namespace grader
