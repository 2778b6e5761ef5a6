#include "grader/commands/list.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "grader/report/columns.hpp"
#include "grader/stages/find_changed.hpp"
#include "grader/stages/load_labs.hpp"

namespace grader {
namespace {

std::string needs_of(const LabSpec& lab) {
  return fmt::format("{}", fmt::join(lab.prerequisites, ", "));
}

std::string row(std::initializer_list<std::string> cells, std::string_view title,
                std::size_t width) {
  std::string text = fmt::format("{}  ", fmt::join(cells, "  "));
  return text + clip(title, width - std::min(width, columns_of(text))) + "\n";
}

int list(const Surroundings& surroundings) {
  const Course course = load_labs(surroundings.course);
  const std::size_t width = make_render_options("auto").width;
  std::size_t name_width = 3;
  std::size_t needs_width = 5;
  for (const LabSpec& lab : course.labs) {
    name_width = std::max(name_width, lab.name.size());
    needs_width = std::max(needs_width, needs_of(lab).size());
  }
  std::string text = row({fit("lab", name_width), "points", "state    ", fit("needs", needs_width)},
                         "title", width);
  for (const LabSpec& lab : course.labs) {
    text +=
        row({fit(lab.name, name_width), right(to_string(lab.points), 6),
             is_changed(course, lab) ? "changed  " : "untouched", fit(needs_of(lab), needs_width)},
            lab.title, width);
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
