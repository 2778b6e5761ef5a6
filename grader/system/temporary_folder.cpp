#include "grader/system/temporary_folder.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "grader/model/error.hpp"

namespace grader {

TemporaryFolder::TemporaryFolder(const std::filesystem::path& parent) {
  std::error_code none;
  const auto folder = parent.empty() ? std::filesystem::temp_directory_path(none) : parent;
  std::string name = (folder / "lockstep-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw Error(
        fmt::format("no temporary folder can be made in '{}': {}; point TMPDIR to a "
                    "writable folder",
                    folder.string(), std::strerror(errno)));
  }
  path_ = name;
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

TemporaryFolder::~TemporaryFolder() {
  if (path_.empty()) return;
  std::error_code ignored;  // nothing can be done about it here
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TemporaryFolder::release() {
  return std::exchange(path_, {});
}

}  // namespace grader
