#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "grader/model/config.hpp"

// The attacks of catalogue.toml: what is tried, and what must become of it.
namespace attacks {

struct Attack {
  int number = 0;
  std::string fixture;                // fixtures/<fixture>.hpp
  std::vector<std::string> verdicts;  // of which the lab's has to be one
  std::string text;                   // which the result has to hold; may be empty
  std::string tier = "basic";         // the least sandbox that holds it
  std::string setup = "file";         // how the submission is laid out: see submissions.hpp
  std::string judge = "stress";

  [[nodiscard]] std::string name() const;  // "51_steals_nonce_explore"
};

// "full", "restricted" or "basic".
[[nodiscard]] grader::Tier tier_of(std::string_view word);

// For GoogleTest.
void PrintTo(const Attack& attack, std::ostream* out);

[[nodiscard]] std::vector<Attack> read_catalogue(const std::filesystem::path& file);

}  // namespace attacks
