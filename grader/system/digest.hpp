#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace grader {

// A SHA-256 over a list of texts. Each is framed by its length, so that no two different lists
// digest alike by running together. Not thread-safe.
class Digest {
 public:
  Digest();
  ~Digest();
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;

  Digest& add(std::string_view text);

  // 64 hexadecimal digits. Call once, at the end.
  [[nodiscard]] std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace grader
