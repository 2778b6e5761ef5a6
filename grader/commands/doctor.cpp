#include "grader/commands/doctor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "grader/commands/examine_sanitizer.hpp"
#include "grader/model/error.hpp"
#include "grader/report/findings.hpp"
#include "grader/system/cores.hpp"
#include "grader/system/file_events.hpp"
#include "grader/system/probe_sandbox.hpp"
#include "grader/system/toolchain.hpp"

namespace grader {
namespace {

void examine_toolchain(const std::string& cxx, std::vector<Finding>& findings) {
  try {
    const Toolchain toolchain = Toolchain::find(cxx);
    findings.push_back({Health::good, "compiler", toolchain.name(), ""});
    findings.push_back(examine_sanitizer(toolchain));
  } catch (const Error& error) {
    findings.push_back({Health::bad, "compiler", error.what(), ""});
  }
}

// What would bring the next tier; none of it is worth changing a machine's settings for.
std::string remedy_for(const SandboxProbe& probe) {
  const bool missing = probe.obstacle.find("bubblewrap is missing") != std::string::npos;
  if (missing) return "run as root: apt-get install bubblewrap";
  if (probe.tier == Tier::restricted) {
    return "for the tier full, allow bwrap to make namespaces; in a container, this is as it is";
  }
  return "use a kernel with Landlock, 5.13 or newer; until then grade only what you would run "
         "yourself";
}

Finding examine_sandbox(const std::filesystem::path& init) {
  const SandboxProbe probe = probe_sandbox({init, Tier::full, {}});
  switch (probe.tier) {
    case Tier::full:
      return {Health::good, "sandbox", "full: submissions see nothing of this machine", ""};
    case Tier::restricted:
      return {Health::good, "sandbox",
              fmt::format("restricted: submissions are held in by the kernel's rules; not full: {}",
                          probe.obstacle),
              remedy_for(probe)};
    case Tier::basic:
      break;
  }
  return {Health::poor, "sandbox",
          fmt::format("basic: time, memory and output are limited, nothing else; a self-check, "
                      "not a grade; not restricted: {}",
                      probe.obstacle),
          remedy_for(probe)};
}

Finding examine_file_events(const std::filesystem::path& folder) {
  switch (watchability(folder)) {
    case Watchability::events:
      return {Health::good, "file events", "the system tells of saved files", ""};
    case Watchability::too_many_watchers:
      return {Health::poor, "file events", "no watch is left for this user",
              "run as root: sysctl fs.inotify.max_user_instances=512"};
    case Watchability::no_events:
      break;
  }
  return {Health::poor, "file events", "the labs lie on a file system that tells of no changes",
          "move the project to a local disk"};
}

Finding examine_cores() {
  const unsigned cores = usable_cores();
  if (cores >= 2) return {Health::good, "cores", std::to_string(cores), ""};
  return {Health::poor, "cores", "1: real threads seldom meet on it, so stress finds less",
          "rely on the judge explore, or give this machine a second core"};
}

struct Options {
  std::string cxx;
  std::string color;
};

int examine(const Surroundings& surroundings, const Options& options) {
  const auto findings = examine_machine(surroundings, options.cxx);
  print(render_findings(findings, make_render_options(options.color).color));
  const bool works = std::none_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.health == Health::bad;
  });
  return works ? kDone : kTrouble;
}

}  // namespace

std::vector<Finding> examine_machine(const Surroundings& surroundings, const std::string& cxx) {
  std::vector<Finding> findings;
  examine_toolchain(cxx, findings);
  findings.push_back(examine_sandbox(surroundings.init));
  findings.push_back(examine_file_events(surroundings.course / "labs"));
  findings.push_back(examine_cores());
  return findings;
}

void add_doctor(CLI::App& app, const Surroundings& surroundings, Run& chosen) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("doctor", "Show whether this machine can grade");
  add_cxx_option(*command, options->cxx);
  add_color_option(*command, options->color);
  command->callback([options, &surroundings, &chosen] {
    chosen = [options, &surroundings] { return examine(surroundings, *options); };
  });
}

}  // namespace grader
