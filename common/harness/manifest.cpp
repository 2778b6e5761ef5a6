#include "harness/manifest.hpp"

#include <sstream>

#include "harness/scenario.hpp"

namespace harness {
namespace {

std::string judges_of(const Scenario& scenario) {
  std::string list;
  for (const protocol::Judge judge : {protocol::Judge::explore, protocol::Judge::stress}) {
    if (!scenario.judged_by(judge)) continue;
    if (!list.empty()) list += ',';
    list += to_string(judge);
  }
  return list;
}

}  // namespace

std::string manifest() {
  std::ostringstream out;
  for (const Scenario* each = Scenario::first(); each != nullptr; each = each->next()) {
    out << each->name() << '\t' << each->visibility() << '\t' << to_string(each->kind()) << '\t'
        << judges_of(*each) << '\t' << each->options().weight << '\t' << each->options().schedules
        << '\t' << each->sentence() << '\n';
  }
  return out.str();
}

}  // namespace harness
