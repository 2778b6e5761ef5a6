#include "grader/commands/readme.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <string_view>
#include <vector>

#include "grader/model/error.hpp"
#include "grader/report/page.hpp"
#include "grader/stages/load_labs.hpp"
#include "grader/system/read_file.hpp"
#include "grader/system/suggestion.hpp"

namespace grader {
namespace {

UsageError no_such_lab(const Course& course, const std::string& lab) {
  std::vector<std::string_view> names;
  for (const LabSpec& spec : course.labs)
    names.push_back(spec.name);
  return UsageError(fmt::format("readme: there is no lab '{}'{}; ./lockstep list shows them all",
                                lab, did_you_mean(lab, names)));
}

}  // namespace

void show_readme(const std::filesystem::path& course, const std::string& lab, ColorWish color) {
  const Course labs = load_labs(course);
  if (labs.find(lab) == nullptr) throw no_such_lab(labs, lab);
  RenderOptions options;
  options.color = color_for(color, STDOUT_FILENO);
  options.width = terminal_size(STDOUT_FILENO).columns;
  write_paged(render_page(read_file(course / "labs" / lab / "README.md"), options));
}

}  // namespace grader
