#include "grader/system/executable.hpp"

#include <unistd.h>

#include <cstdlib>
#include <system_error>

namespace grader {
namespace {

constexpr std::string_view kDefaultPath = "/usr/local/bin:/usr/bin:/bin";

std::string_view search_path() {
  const char* path = std::getenv("PATH");
  return path == nullptr || *path == '\0' ? kDefaultPath : std::string_view(path);
}

bool executable(const std::filesystem::path& path) {
  std::error_code none;
  return std::filesystem::is_regular_file(path, none) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::optional<std::filesystem::path> find_executable(std::string_view name) {
  if (name.empty()) return std::nullopt;
  if (name.find('/') != std::string_view::npos) {
    return executable(name) ? std::optional(std::filesystem::absolute(name)) : std::nullopt;
  }
  std::string_view rest = search_path();
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const std::filesystem::path candidate = std::filesystem::path(rest.substr(0, end)) / name;
    if (executable(candidate)) return std::filesystem::absolute(candidate);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return std::nullopt;
}

std::filesystem::path own_executable() {
  return std::filesystem::read_symlink("/proc/self/exe");
}

std::vector<std::string> tool_environment(const std::filesystem::path& temporary) {
  return {"PATH=" + std::string(search_path()), "LC_ALL=C.UTF-8", "TMPDIR=" + temporary.string()};
}

}  // namespace grader
