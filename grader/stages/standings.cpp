#include "grader/stages/standings.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>

#include "grader/system/atomic_file.hpp"
#include "grader/system/digest.hpp"
#include "grader/system/read_file.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// Nothing where it is not one of ours.
std::optional<Standing> to_standing(const json& value) {
  const auto verdict = protocol::parse_verdict(value.value("verdict", ""));
  if (!verdict) return std::nullopt;
  return Standing{value.value("digest", ""), *verdict, Points{value.value("score", 0)},
                  Points{value.value("max_score", 0)}};
}

}  // namespace

fs::path standings_file(const fs::path& cache, const Course& course) {
  const std::string key = Digest().add(fs::weakly_canonical(course.root).string()).hex();
  return cache / "standings" / (key + ".json");
}

Standings load_standings(const fs::path& file) {
  std::error_code none;
  if (!fs::is_regular_file(file, none)) return {};
  Standings standings;
  try {
    const json all = json::parse(read_file(file));
    for (const auto& [lab, value] : all.items()) {
      if (const auto standing = to_standing(value)) standings[lab] = *standing;
    }
  } catch (const json::exception&) {
    return {};
  }
  return standings;
}

void save_standings(const fs::path& file, const Standings& standings) {
  json all = json::object();
  for (const auto& [lab, standing] : standings) {
    all[lab] = {{"digest", standing.digest},
                {"verdict", to_string(standing.verdict)},
                {"score", standing.score.hundredths},
                {"max_score", standing.max_score.hundredths}};
  }
  fs::create_directories(file.parent_path());
  write_file_atomically(file, all.dump(2) + "\n");
}

std::string digest_of_files(const Course& course, const LabSpec& lab) {
  Digest digest;
  for (const std::string& name : lab.submit) {
    const fs::path file = course.root / "labs" / lab.name / name;
    std::error_code none;
    if (fs::is_regular_file(file, none)) digest.add(name).add(read_file(file));
  }
  return digest.hex();
}

}  // namespace grader
