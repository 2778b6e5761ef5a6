#include "harness/scenario.hpp"

namespace harness {
namespace {

// Plain pointers, zero before any constructor runs: registration needs no order between files.
const Scenario* first_scenario = nullptr;
const Scenario** link_to_next = nullptr;

}  // namespace

Scenario::Scenario(std::string_view name, protocol::ScenarioKind kind, std::string_view sentence,
                   std::string_view file, Options options, Body body)
    : name_(name), kind_(kind), sentence_(sentence), file_(file), options_(options), body_(body) {
  *(link_to_next == nullptr ? &first_scenario : link_to_next) = this;
  link_to_next = &next_;
}

std::string_view Scenario::visibility() const {
  return visibility_of(file_);
}

bool Scenario::judged_by(protocol::Judge judge) const {
  const bool stress_alone =
      kind_ == protocol::ScenarioKind::stress || options_.judges == Judges::stress_only;
  switch (judge) {
    case protocol::Judge::explore:
      return !stress_alone;
    case protocol::Judge::stress:
      return options_.judges != Judges::explore_only;
    case protocol::Judge::speed:
      return false;
  }
  return false;
}

const Scenario* Scenario::first() {
  return first_scenario;
}

const Scenario* Scenario::find(std::string_view name) {
  for (const Scenario* each = first_scenario; each != nullptr; each = each->next()) {
    if (each->name() == name) return each;
  }
  return nullptr;
}

std::string_view visibility_of(std::string_view file) {
  const std::string_view base = file.substr(file.find_last_of('/') + 1);
  return base.substr(0, base.find_first_of("_."));
}

}  // namespace harness
