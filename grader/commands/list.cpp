#include "grader/commands/list.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grader/stages/find_changed.hpp"
#include "grader/stages/load_labs.hpp"

namespace grader {
namespace {

int list(const Surroundings& surroundings) {
  const Course course = load_labs(surroundings.course);
  std::size_t name_width = 4;
  std::size_t title_width = 5;
  for (const LabSpec& lab : course.labs) {
    name_width = std::max(name_width, lab.name.size());
    title_width = std::max(title_width, lab.title.size());
  }
  std::string text = fmt::format("{:<{}}  {:<{}}  points  state      needs\n", "lab", name_width,
                                 "title", title_width);
  for (const LabSpec& lab : course.labs) {
    std::string line = fmt::format("{:<{}}  {:<{}}  {:>6}  {:<9}  {}", lab.name, name_width,
                                   lab.title, title_width, to_string(lab.points),
                                   is_changed(course, lab) ? "changed" : "untouched",
                                   fmt::join(lab.prerequisites, ", "));
    while (line.back() == ' ')
      line.pop_back();
    text += line + "\n";
  }
  print(text);
  return kDone;
}

}  // namespace

void add_list(CLI::App& app, const Surroundings& surroundings, Run& chosen) {
  CLI::App* command = app.add_subcommand("list", "Show the labs in order");
  command->callback(
      [&surroundings, &chosen] { chosen = [&surroundings] { return list(surroundings); }; });
}

}  // namespace grader
