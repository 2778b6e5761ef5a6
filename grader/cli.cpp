#include "grader/cli.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <string>
#include <vector>

#include "grader/commands/board.hpp"
#include "grader/commands/check.hpp"
#include "grader/commands/command.hpp"
#include "grader/commands/doctor.hpp"
#include "grader/commands/grade.hpp"
#include "grader/commands/list.hpp"
#include "grader/commands/readme.hpp"
#include "grader/commands/replay.hpp"
#include "grader/model/error.hpp"
#include "grader/model/version.hpp"
#include "grader/system/executable.hpp"
#include "grader/system/signals.hpp"
#include "grader/system/suggestion.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

// The course is the nearest folder above this program that holds a labs.toml.
fs::path find_course(const fs::path& program) {
  for (fs::path folder = program.parent_path(); folder != folder.root_path();
       folder = folder.parent_path()) {
    if (fs::exists(folder / "labs.toml")) return folder;
  }
  throw Error(fmt::format("no 'labs.toml' lies above '{}'; name the course: --course DIR",
                          program.string()));
}

void complain(std::string_view words) {
  fmt::print(stderr, "lockstep: {}\n", words);
}

std::string describe(const CLI::ParseError& error, const CLI::App& app) {
  std::string words = error.what();
  const auto* extra = dynamic_cast<const CLI::ExtrasError*>(&error);
  if (extra == nullptr || !app.get_subcommands().empty()) return words;
  const std::vector<std::string> rest = app.remaining();
  if (rest.empty()) return words;
  std::vector<std::string_view> names;
  for (const CLI::App* command : app.get_subcommands({}))
    names.push_back(command->get_name());
  return fmt::format("there is no command '{}'{}", rest.front(), did_you_mean(rest.front(), names));
}

int parse_and_run(int argc, const char* const* argv) {
  const fs::path program = own_executable();
  CLI::App app("Build Python's threading in C++20, and have every step judged.", "lockstep");
  app.footer("Without a subcommand: how each lab stands, and what to do next.");
  app.set_version_flag("--version", "lockstep " + std::string(kVersion));
  std::string course;
  app.add_option("--course", course, "The folder that holds labs.toml")->type_name("DIR");
  app.require_subcommand(0, 1);
  Surroundings surroundings;
  surroundings.explorer_library =
      program.parent_path().parent_path() / "common" / "explorer" / "libexplorer.a";
  surroundings.init = program.parent_path().parent_path() / "common" / "init" / "lockstep_init";
  Run chosen;
  add_list(app, surroundings, chosen);
  add_readme(app, surroundings, chosen);
  add_grade(app, surroundings, chosen);
  add_replay(app, surroundings, chosen);
  add_doctor(app, surroundings, chosen);
  add_check(app, surroundings, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {  // --help, --version
    return app.exit(success) == 0 ? kDone : kTrouble;
  } catch (const CLI::ParseError& error) {
    complain(describe(error, app) + "; see ./lockstep --help");
    return kTrouble;
  }
  surroundings.course = course.empty() ? find_course(program) : fs::absolute(course);
  return chosen ? chosen() : show_board(surroundings);
}

}  // namespace

int run_cli(int argc, const char* const* argv) {
  try {
    install_interrupt_handler();
    return parse_and_run(argc, argv);
  } catch (const Interrupted&) {
    complain("interrupted");
    return kInterrupted;
  } catch (const std::exception& error) {  // an Error, or the standard library's: a full disk …
    complain(error.what());
    return kTrouble;
  }
}

}  // namespace grader
