#include "grader/system/temporary_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

#include "grader/model/error.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kLocked = "lockstep-";
constexpr std::string_view kUnborn = ".lockstep-";  // for the moment in which it is not locked yet

fs::path parent_or_default(const fs::path& parent) {
  std::error_code none;
  return parent.empty() ? fs::temp_directory_path(none) : parent;
}

UniqueFd locked(const fs::path& folder) {
  UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (fd && ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) fd.reset();
  return fd;
}

bool is_ours(const fs::path& folder) {
  struct stat info {};
  return ::lstat(folder.c_str(), &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == ::geteuid();
}

bool is_abandoned(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  if (name.starts_with(kLocked)) {
    return name.size() == kLocked.size() + 6 && is_ours(entry.path()) && locked(entry.path());
  }
  if (!name.starts_with(kUnborn) || !is_ours(entry.path())) return false;
  std::error_code none;
  const auto age = fs::file_time_type::clock::now() - entry.last_write_time(none);
  return age > std::chrono::hours(1);
}

}  // namespace

TemporaryFolder::TemporaryFolder(const fs::path& parent) {
  const fs::path folder = parent_or_default(parent);
  std::string unborn = (folder / fmt::format("{}XXXXXX", kUnborn)).string();
  if (::mkdtemp(unborn.data()) == nullptr) {
    throw Error(
        fmt::format("no temporary folder can be made in '{}': {}; point TMPDIR to a "
                    "writable folder",
                    folder.string(), std::strerror(errno)));
  }
  lock_ = locked(unborn);
  path_ = folder / fs::path(unborn).filename().string().substr(1);
  fs::rename(unborn, path_);
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})), lock_(std::move(other.lock_)) {}

TemporaryFolder::~TemporaryFolder() {
  if (path_.empty()) return;
  std::error_code ignored;  // nothing can be done about it here
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TemporaryFolder::release() {
  return std::exchange(path_, {});
}

void sweep_temporary_folders(const fs::path& parent) {
  std::error_code ignored;  // what cannot be removed stays
  for (const fs::directory_entry& entry :
       fs::directory_iterator(parent_or_default(parent), ignored)) {
    if (is_abandoned(entry)) fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace grader
