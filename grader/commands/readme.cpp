#include "grader/commands/readme.hpp"

#include <memory>
#include <string>

#include "grader/report/page.hpp"
#include "grader/stages/load_labs.hpp"
#include "grader/system/read_file.hpp"
#include "grader/system/terminal.hpp"

namespace grader {
namespace {

struct Options {
  std::string lab;
  std::string color;
};

int show(const Surroundings& surroundings, const Options& options) {
  const Course course = load_labs(surroundings.course);
  const LabSpec& lab = find_lab(course, options.lab);
  const auto page = read_file(course.root / "labs" / lab.name / "README.md");
  const std::string text = render_page(page, make_render_options(options.color));
  if (!page_through(text)) print(text);
  return kDone;
}

}  // namespace

void add_readme(CLI::App& app, const Surroundings& surroundings, Run& chosen) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("readme", "Show a lab's page");
  command->add_option("LAB", options->lab, "Which one")->required();
  add_color_option(*command, options->color);
  command->callback([options, &surroundings, &chosen] {
    chosen = [options, &surroundings] { return show(surroundings, *options); };
  });
}

}  // namespace grader
