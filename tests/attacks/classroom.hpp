#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "grader/model/config.hpp"
#include "grader/system/process.hpp"
#include "grader/system/temporary_folder.hpp"

// The course of one door, copied for a test of its own, and the grader as a person types it.
namespace attacks {

struct Graded {
  int status = 0;
  std::string text;  // the JSON as it was written
  nlohmann::json result;
  std::string complaints;  // what the grader said beside it

  [[nodiscard]] const nlohmann::json& lab() const { return result.at("labs").at(0); }
  [[nodiscard]] std::string verdict() const { return lab().at("verdict"); }
};

// The strongest sandbox that is to be tried: what LOCKSTEP_AT_MOST says, as `grade --at-most` does.
[[nodiscard]] grader::Tier strongest_tier();

struct Request {
  std::filesystem::path submission;
  std::string judge = "stress";  // or "explore"
  std::string format = "json";
  std::string compiler = "g++";
};

class Classroom {
 public:
  Classroom();

  // A file of this folder's, with the course's own path in the place of "@COURSE@".
  [[nodiscard]] std::string text_of(const std::filesystem::path& file) const;

  [[nodiscard]] grader::ProcessOutcome run(const Request& request) const;
  [[nodiscard]] Graded grade(const Request& request) const;
  [[nodiscard]] Graded grade_reference() const;

  [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }
  [[nodiscard]] const std::filesystem::path& course() const { return course_; }
  [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }

 private:
  grader::TemporaryFolder folder_;
  std::filesystem::path course_ = folder_.path() / "course";
  std::filesystem::path temporary_ = folder_.path() / "temporary";  // the grader's TMPDIR
};

}  // namespace attacks
