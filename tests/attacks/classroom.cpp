#include "attacks/classroom.hpp"

#include <chrono>
#include <cstdlib>

#include "attacks/catalogue.hpp"
#include "attacks/submissions.hpp"
#include "grader/system/read_file.hpp"

namespace attacks {
namespace {

namespace fs = std::filesystem;

const fs::path kHere = fs::path(LOCKSTEP_SOURCE) / "tests" / "attacks";

}  // namespace

grader::Tier strongest_tier() {
  const char* const word = std::getenv("LOCKSTEP_AT_MOST");
  return word == nullptr ? grader::Tier::full : tier_of(word);
}

Classroom::Classroom() {
  fs::copy(kHere / "course", course_, fs::copy_options::recursive);
  fs::copy(fs::path(LOCKSTEP_SOURCE) / "common", course_ / "common", fs::copy_options::recursive);
  fs::create_directories(temporary_);
}

std::string Classroom::text_of(const fs::path& file) const {
  std::string text = grader::read_file(kHere / file);
  const std::string place = "@COURSE@";
  for (std::size_t at = text.find(place); at != std::string::npos; at = text.find(place))
    text.replace(at, place.size(), course_.string());
  return text;
}

grader::ProcessOutcome Classroom::run(const Request& request) const {
  grader::ProcessSpec spec;
  spec.argv = {LOCKSTEP_GRADER,
               "--course",
               course_.string(),
               "grade",
               "door",
               "--from",
               request.submission.string(),
               "--judge",
               request.judge,
               "--format",
               request.format,
               "--cxx",
               request.compiler,
               "--jobs",
               "1",
               "--at-most",
               std::string(to_string(strongest_tier())),
               "-v"};
  spec.environment = {"PATH=/usr/local/bin:/usr/bin:/bin", "XDG_CACHE_HOME=" LOCKSTEP_CACHE,
                      "TMPDIR=" + temporary_.string()};
  spec.directory = folder_.path();
  spec.limits.wall = std::chrono::minutes(8);  // far above what any attack may take
  spec.limits.output_bytes = 1U << 20U;
  return grader::run_process(spec);
}

Graded Classroom::grade(const Request& request) const {
  const grader::ProcessOutcome outcome = run(request);
  const bool ended = outcome.ending == grader::Ending::exited;
  return {ended ? outcome.code : -1, outcome.out,
          nlohmann::json::parse(outcome.out, nullptr, false), outcome.err};
}

Graded Classroom::grade_reference() const {
  const fs::path submission = folder_.path() / "reference";
  lay_out("file", text_of("fixtures/reference.hpp"), submission);
  return grade({submission});
}

}  // namespace attacks
