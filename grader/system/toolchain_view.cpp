#include "grader/system/toolchain_view.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>

#include "grader/model/error.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 13> kFolders = {
    "/usr/bin",        "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32", "/usr/libexec",
    "/usr/include",    "/bin",     "/lib",       "/lib32",     "/lib64",      "/etc/alternatives",
    "/etc/ld.so.cache"};

bool lies_in(const fs::path& path, const fs::path& folder) {
  const fs::path relative = path.lexically_relative(folder);
  return !relative.empty() && *relative.begin() != "..";
}

}  // namespace

std::vector<fs::path> toolchain_view(const fs::path& compiler) {
  std::vector<fs::path> view;
  std::error_code none;
  for (const std::string_view folder : kFolders) {
    if (!fs::is_symlink(folder, none)) view.emplace_back(folder);
  }
  // One that was installed by hand has all that is its own beside its bin/.
  for (const fs::path& program : {compiler, fs::canonical(compiler, none)}) {
    const bool seen = std::any_of(view.begin(), view.end(),
                                  [&](const fs::path& folder) { return lies_in(program, folder); });
    if (!seen) view.push_back(program.parent_path().parent_path());
  }
  return view;
}

ProcessSpec confine_tool(const Sandbox& sandbox, ProcessSpec spec,
                         const std::vector<fs::path>& inputs) {
  View view{toolchain_view(spec.argv.front()), {spec.directory}};
  view.readable.insert(view.readable.end(), inputs.begin(), inputs.end());
  // Compilers look for a folder for their own files with access(2), which counts the rights of the
  // user and none that init leaves to it besides: so it is that user's, and they get there without
  // passing through folders that are not.
  std::erase_if(spec.environment,
                [](const std::string& entry) { return entry.starts_with("TMPDIR="); });
  spec.environment.emplace_back("TMPDIR=.");
  spec = sandbox.confine(std::move(spec), view, Duty::tool);
  const std::uint32_t user = spec.confinement ? spec.confinement->plan.user : 0;
  const fs::path& folder = view.writable.front();
  if (user != 0 && ::chown(folder.c_str(), user, user) != 0) {
    throw Error(fmt::format("'{}' cannot be given to user {}: {}", folder.string(), user,
                            std::strerror(errno)));
  }
  return spec;
}

}  // namespace grader
