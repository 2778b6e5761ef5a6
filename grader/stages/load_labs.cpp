#include "grader/stages/load_labs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "grader/model/error.hpp"
#include "grader/system/read_file.hpp"
#include "grader/system/strict_toml.hpp"
#include "grader/system/suggestion.hpp"

namespace grader {
namespace {

constexpr std::int64_t kMaxPoints = 10'000;

bool is_lab_name(std::string_view name) {
  return std::islower(static_cast<unsigned char>(name.front())) != 0 &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '_';
         });
}

bool is_plain_file_name(std::string_view name) {
  return std::all_of(name.begin(), name.end(),
                     [](unsigned char c) {
                       return std::isalnum(c) != 0 || c == '_' || c == '.' || c == '-';
                     }) &&
         name.ends_with(".hpp") && name.front() != '-' && name.front() != '.';
}

PointsBy read_points_by(const StrictTable& lab) {
  const StrictTable table = lab.table("points_by", {"behaviour", "explore", "stress", "speed"});
  const auto read = [&](std::string_view key) {
    return Points::whole(table.has(key) ? table.number(key, 0, kMaxPoints) : 0);
  };
  return {read("behaviour"), read("explore"), read("stress"), read("speed")};
}

Limits read_limits(const StrictTable& lab) {
  const StrictTable table = lab.table(
      "limits", {"wall_seconds", "cpu_seconds", "memory_mib", "threads", "output_kib", "disk_kib"});
  Limits limits;
  limits.wall = std::chrono::seconds(table.number("wall_seconds", 1, 600));
  limits.memory_bytes = static_cast<std::uint64_t>(table.number("memory_mib", 64, 65'536)) << 20U;
  limits.threads = static_cast<std::uint32_t>(table.number("threads", 1, 4'096));
  limits.output_bytes = static_cast<std::uint64_t>(table.number("output_kib", 1, 65'536)) << 10U;
  // Two processors' worth of the wall limit: a backstop behind the judges' own eyes for loops.
  limits.cpu = 2 * limits.wall;
  if (table.has("cpu_seconds")) {
    limits.cpu = std::chrono::seconds(table.number("cpu_seconds", 1, 3600));
  }
  if (table.has("disk_kib")) {
    limits.disk_bytes = static_cast<std::uint64_t>(table.number("disk_kib", 1, 1'048'576)) << 10U;
  }
  return limits;
}

std::vector<ForbidRule> read_forbid(const StrictTable& lab) {
  std::vector<ForbidRule> rules;
  if (!lab.has("forbid")) return rules;
  for (const StrictTable& table : lab.tables("forbid", {"tokens", "hint"})) {
    ForbidRule rule{table.texts("tokens"), table.text("hint")};
    if (rule.tokens.empty()) table.fail("tokens", "'tokens' is empty; name a token or drop it");
    rules.push_back(std::move(rule));
  }
  return rules;
}

std::vector<std::string> read_submit(const StrictTable& lab, const std::string& name) {
  std::vector<std::string> files = lab.texts("submit");
  for (const std::string& file : files) {
    if (!is_plain_file_name(file)) {
      lab.fail("submit",
               fmt::format("'{}' is not a plain header name; write one like '{}.hpp'", file, name));
    }
  }
  if (std::find(files.begin(), files.end(), name + ".hpp") == files.end()) {
    lab.fail("submit",
             fmt::format("'submit' lacks '{0}.hpp'; a lab's header bears its name", name));
  }
  return files;
}

LabSpec read_lab(const StrictTable& table) {
  LabSpec lab;
  lab.name = table.text("name");
  if (!is_lab_name(lab.name)) {
    table.fail("name", fmt::format("'{}' is no lab name; write small letters, digits and _ only",
                                   lab.name));
  }
  lab.title = table.text("title");
  lab.points = Points::whole(table.number("points", 1, kMaxPoints));
  lab.points_by = read_points_by(table);
  const Points sum =
      lab.points_by.behaviour + lab.points_by.explore + lab.points_by.stress + lab.points_by.speed;
  if (sum != lab.points) {
    table.fail("points_by",
               fmt::format("'points_by' of '{}' sums to {}, but 'points' is {}; make them equal",
                           lab.name, to_string(sum), to_string(lab.points)));
  }
  if (table.has("requires")) lab.prerequisites = table.texts("requires");
  lab.submit = read_submit(table, lab.name);
  lab.forbid = read_forbid(table);
  lab.limits = read_limits(table);
  return lab;
}

// A prerequisite stands above the lab that requires it: so no circle is possible, and the order
// of the file is an order in which to do the labs.
void check_prerequisites(const StrictTable& table, const LabSpec& lab,
                         const std::vector<std::string_view>& above,
                         const std::vector<std::string_view>& all) {
  std::set<std::string_view> seen;
  for (const std::string& name : lab.prerequisites) {
    if (!seen.insert(name).second) {
      table.fail("requires", fmt::format("'{}' requires '{}' twice; drop one", lab.name, name));
    }
    if (std::find(above.begin(), above.end(), name) != above.end()) continue;
    if (std::find(all.begin(), all.end(), name) == all.end()) {
      std::string remedy = did_you_mean(name, all);
      if (remedy.empty()) remedy = "; add that lab or drop it";
      table.fail("requires",
                 fmt::format("'{}' requires the unknown lab '{}'{}", lab.name, name, remedy));
    }
    table.fail("requires",
               fmt::format("'{}' requires '{}', which does not stand above it; labs are listed in "
                           "the order in which to do them, so that no circle can arise",
                           lab.name, name));
  }
}

std::vector<LabSpec> read_all(const std::vector<StrictTable>& tables) {
  std::set<std::string> names;
  std::vector<LabSpec> labs;
  for (const StrictTable& table : tables) {
    const std::string name = table.text("name");
    if (!names.insert(name).second) {
      table.fail("name", fmt::format("a lab '{}' stands above already; rename one", name));
    }
    labs.push_back(read_lab(table));
  }
  return labs;
}

}  // namespace

Course parse_labs(std::string_view text, const std::string& name) {
  const StrictTable root = StrictTable::parse(text, name, {"course", "lab"});
  const StrictTable head = root.table("course", {"name", "schema"});
  Course course;
  course.name = head.text("name");
  if (head.number("schema", 0, 1'000'000) != 1) {
    head.fail("schema", "this grader reads 'schema' 1 only; write schema = 1 or update the grader");
  }
  const std::vector<StrictTable> tables = root.tables(
      "lab", {"name", "title", "points", "points_by", "requires", "submit", "forbid", "limits"});
  course.labs = read_all(tables);
  std::vector<std::string_view> all;
  for (const LabSpec& lab : course.labs)
    all.push_back(lab.name);
  std::vector<std::string_view> above;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    check_prerequisites(tables[i], course.labs[i], above, all);
    above.push_back(course.labs[i].name);
  }
  return course;
}

Course load_labs(const std::filesystem::path& root) {
  Course course = parse_labs(read_file(root / "labs.toml"), "labs.toml");
  course.root = root;
  return course;
}

}  // namespace grader
