#include "grader/commands/board.hpp"

#include <exception>

#include "grader/report/board.hpp"
#include "grader/stages/find_changed.hpp"
#include "grader/stages/load_labs.hpp"
#include "grader/stages/standings.hpp"
#include "grader/system/cache_folder.hpp"

namespace grader {
namespace {

BoardLine line_of(const Course& course, const LabSpec& lab, const Standings& standings) {
  BoardLine line{lab.name, lab.title, LabState::untouched, Verdict::passed, {}, lab.points};
  if (!is_changed(course, lab)) return line;
  const auto found = standings.find(lab.name);
  if (found == standings.end()) {
    line.state = LabState::ungraded;
    return line;
  }
  const Standing& standing = found->second;
  const bool is_current = standing.digest == digest_of_files(course, lab);
  line.state = is_current ? LabState::graded : LabState::outdated;
  line.verdict = standing.verdict;
  line.score = standing.score;
  line.max_score = standing.max_score;
  return line;
}

}  // namespace

int show_board(const Surroundings& surroundings) {
  const Course course = load_labs(surroundings.course);
  const Standings standings = load_standings(standings_file(CacheFolder::default_root(), course));
  std::vector<BoardLine> lines;
  for (const LabSpec& lab : course.labs)
    lines.push_back(line_of(course, lab, standings));
  print(render_board(lines, make_render_options("auto")));
  return kDone;
}

void note_standings(const Course& course, const Report& report) {
  try {
    const auto file = standings_file(CacheFolder::default_root(), course);
    Standings standings = load_standings(file);
    for (const LabReport& lab : report.labs) {
      if (lab.verdict == Verdict::grader_error) continue;
      standings[lab.lab] = {digest_of_files(course, *course.find(lab.lab)), lab.verdict, lab.score,
                            lab.max_score};
    }
    save_standings(file, standings);
  } catch (const std::exception&) {  // a full disk, a cache that is not ours
    return;
  }
}

}  // namespace grader
