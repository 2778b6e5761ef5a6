#include "structure/layers.hpp"

#include <algorithm>
#include <array>
#include <regex>

#include "structure/source_tree.hpp"

namespace structure {
namespace {

struct Layer {
  std::string_view name;
  std::vector<std::string_view> prefixes;     // of the paths that belong to it
  std::vector<std::string_view> may_include;  // names of layers, itself always
};

// The first layer with a matching prefix counts.
const std::vector<Layer>& layers() {
  static const std::vector<Layer> kLayers = {
      {"protocol", {"common/protocol/"}, {}},
      {"init", {"common/init/"}, {"protocol"}},
      {"explorer's public header",
       {"common/explorer/explorer.h", "common/explorer/result.h"},
       {"protocol"}},
      {"litmus",
       {"common/explorer/litmus/", "common/explorer/bench/"},
       {"explorer's public header", "threading", "protocol"}},
      {"explorer", {"common/explorer/"}, {"explorer's public header", "protocol"}},
      {"threading", {"common/threading/"}, {"protocol"}},
      {"baseline", {"common/baseline/"}, {"threading"}},
      {"harness", {"common/harness/"}, {"explorer's public header", "threading", "protocol"}},
      {"demos", {"demos/"}, {"solutions", "labs", "baseline", "threading"}},
      {"solutions", {"solutions/"}, {"labs", "baseline", "threading"}},
      {"labs", {"labs/"}, {"solutions", "baseline", "harness", "threading"}},
      {"model", {"grader/model/"}, {"protocol"}},
      {"system", {"grader/system/"}, {"model", "protocol"}},
      {"report", {"grader/report/"}, {"model", "protocol"}},
      {"stages", {"grader/stages/"}, {"model", "system", "protocol"}},
      {"pipeline", {"grader/pipeline"}, {"stages", "report", "model", "system", "protocol"}},
      {"commands",
       {"grader/commands/"},
       {"pipeline", "stages", "report", "model", "system", "protocol"}},
      {"main and cli",
       {"grader/main", "grader/cli"},
       {"commands", "pipeline", "report", "model", "system", "protocol"}},
      {"fakes", {"grader/fakes/"}, {"model", "system", "protocol"}},
      {"structure tests", {"tests/structure/"}, {}},
      {"attack tests", {"tests/attacks/"}, {"harness", "stages", "model", "system", "protocol"}},
      {"cpython's suites", {"tests/cpython/"}, {"labs", "solutions", "threading"}},
  };
  return kLayers;
}

const Layer* layer_of(std::string_view path) {
  for (const Layer& layer : layers()) {
    for (const std::string_view prefix : layer.prefixes) {
      if (path.starts_with(prefix)) return &layer;
    }
  }
  return nullptr;
}

// "grader/stages/compile_test.cpp", "grader/stages/compile/cache.hpp" -> "compile"
std::string_view part_below(std::string_view path, std::string_view folder) {
  path.remove_prefix(folder.size());
  path = path.substr(0, path.find_first_of("/."));
  if (path.ends_with("_test")) path.remove_suffix(5);
  return path;
}

// "grader/stages/score.hpp" is a stage; "grader/stages/scan_tokens.hpp" is a part of one, or of
// several.
bool is_stage(std::string_view header) {
  constexpr std::array<std::string_view, 5> kStages = {"load_labs", "take_submission", "compile",
                                                       "run_judges", "score"};
  const auto stage = part_below(header, "grader/stages/");
  return std::find(kStages.begin(), kStages.end(), stage) != kStages.end();
}

bool same_part(std::string_view from, std::string_view to) {
  constexpr std::string_view kFolder = "grader/stages/";
  return part_below(from, kFolder) == part_below(to, kFolder);
}

bool same_lab_or_its_class(std::string_view from, std::string_view to) {
  if (part_below(from, "labs/") == part_below(to, "labs/")) return true;
  const std::string lab(part_below(to, "labs/"));
  return to == "labs/" + lab + "/" + lab + ".hpp";
}

}  // namespace

std::optional<std::string> layer_violation(std::string_view from, std::string_view to) {
  const Layer* const above = layer_of(from);
  const Layer* const below = layer_of(to);
  if (above == nullptr || below == nullptr) {
    const std::string homeless(above == nullptr ? from : to);
    return "'" + homeless + "' belongs to no layer; give it one in tests/structure/layers.cpp";
  }
  if (from.starts_with("grader/") && from.ends_with("_test.cpp") && below->name == "fakes") {
    return std::nullopt;
  }
  const auto& allowed = above->may_include;
  if (above != below && std::find(allowed.begin(), allowed.end(), below->name) == allowed.end()) {
    return std::string(above->name) + " may not include " + std::string(below->name);
  }
  if (above->name == "stages" && is_stage(to) && !same_part(from, to)) {
    return "stages never include each other; put what both need into grader/model/ or "
           "grader/system/";
  }
  if (from.starts_with("labs/") && to.starts_with("labs/") && !same_lab_or_its_class(from, to)) {
    return "of another lab, only its class may be included";
  }
  return std::nullopt;
}

std::vector<std::string> quoted_includes(std::string_view text) {
  static const std::regex kInclude(R"re(^\s*#\s*include\s*"([^"]+)")re");
  std::vector<std::string> found;
  for (const std::string& line : lines_of(text)) {
    std::smatch match;
    if (std::regex_search(line, match, kInclude)) found.push_back(match[1]);
  }
  return found;
}

}  // namespace structure
