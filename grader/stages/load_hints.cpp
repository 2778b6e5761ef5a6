#include "grader/stages/load_hints.hpp"

#include <system_error>

#include "grader/system/read_file.hpp"
#include "grader/system/strict_toml.hpp"

namespace grader {

Hints load_hints(const std::filesystem::path& file) {
  std::error_code none;
  if (!std::filesystem::exists(file, none)) return {};
  const std::string name = file.parent_path().filename().string() + "/hints.toml";
  const StrictTable root = StrictTable::parse(read_file(file), name, {});
  Hints hints;
  for (const std::string& key : root.keys()) {
    const StrictTable table = root.table(key, {"hints"});
    hints[key] = table.texts("hints");
    if (hints[key].empty()) table.fail("hints", "'hints' is empty; write one or drop the table");
  }
  return hints;
}

}  // namespace grader
