#include "grader/system/shared_libraries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <system_error>

#include "grader/model/error.hpp"
#include "grader/system/process.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

#if defined(__x86_64__)
constexpr std::string_view kLoader = "/lib64/ld-linux-x86-64.so.2";
#else
constexpr std::string_view kLoader = "/lib/ld-linux-aarch64.so.1";
#endif

}  // namespace

// Lines are "name => /path (0x…)", "/path (0x…)", or of no interest.
std::vector<fs::path> parse_loader_listing(std::string_view listing) {
  std::vector<fs::path> libraries;
  while (!listing.empty()) {
    const std::size_t end = std::min(listing.find('\n'), listing.size());
    const std::string_view line = listing.substr(0, end);
    listing.remove_prefix(std::min(end + 1, listing.size()));
    const std::size_t begin = line.find('/');
    const std::size_t address = line.rfind(" (0x");
    if (begin == std::string_view::npos || address == std::string_view::npos) continue;
    libraries.emplace_back(line.substr(begin, address - begin));
  }
  return libraries;
}

std::vector<fs::path> loading_view(const fs::path& program) {
  ProcessSpec spec;
  spec.argv = {std::string(kLoader), "--list", program.string()};
  spec.limits.wall = std::chrono::seconds(60);
  const ProcessOutcome outcome = run_process(spec);
  if (!outcome.succeeded()) {
    throw Error(
        fmt::format("'{}' cannot be loaded: {}{}", program.string(), outcome.out, outcome.err));
  }
  std::set<fs::path> folders;
  std::error_code none;
  for (const fs::path& library : parse_loader_listing(outcome.out)) {
    // As the loader calls it, and where it really lies: one may be a link to the other.
    folders.insert(fs::canonical(library.parent_path(), none));
    folders.insert(fs::canonical(library, none).parent_path());
  }
  folders.insert(fs::canonical(fs::path(kLoader).parent_path(), none));
  std::vector<fs::path> view(folders.begin(), folders.end());
  // Without its cache the loader looks into the system's own folders only.
  const bool usual = std::all_of(view.begin(), view.end(), [](const fs::path& folder) {
    const std::string name = folder.string();
    return name.starts_with("/usr/lib") || name.starts_with("/lib");
  });
  if (!usual) view.emplace_back("/etc/ld.so.cache");
  return view;
}

}  // namespace grader
