#include "grader/system/cache_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <system_error>

#include "grader/model/error.hpp"
#include "grader/system/temporary_folder.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::hours kUnusedFor{24 * 30};

void touch(const fs::path& path) {
  ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0);  // only the sweep depends on it
}

}  // namespace

CacheFolder::CacheFolder(fs::path root) : root_(std::move(root)) {
  std::error_code error;
  if (!fs::is_directory(root_, error)) {
    fs::create_directories(root_, error);
    fs::permissions(root_, fs::perms::owner_all, error);
  }
  struct stat info {};
  if (::stat(root_.c_str(), &info) != 0 || !S_ISDIR(info.st_mode) ||
      ::access(root_.c_str(), W_OK) != 0) {
    throw Error(
        fmt::format("the cache '{}' cannot be used; point XDG_CACHE_HOME to a writable "
                    "folder",
                    root_.string()));
  }
  if (info.st_uid != ::geteuid() || (info.st_mode & 0022U) != 0) {
    throw Error(
        fmt::format("the cache '{0}' can be written by others; make it yours alone: "
                    "chmod 700 '{0}'",
                    root_.string()));
  }
}

fs::path CacheFolder::default_root() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return fs::path(cache) / "lockstep";
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home == '/') return fs::path(home) / ".cache" / "lockstep";
  return fs::temp_directory_path() / fmt::format("lockstep-cache-{}", ::geteuid());
}

bool CacheFolder::has(const std::string& key) const {
  std::error_code none;
  return fs::is_directory(root_ / key, none);
}

fs::path CacheFolder::entry(const std::string& key, const Fill& fill) const {
  const fs::path path = root_ / key;
  if (has(key)) {
    touch(path);
    return path;
  }
  sweep();
  TemporaryFolder folder(root_);
  fill(folder.path());
  if (::rename(folder.path().c_str(), path.c_str()) == 0) {
    folder.release();
  } else if (!has(key)) {  // otherwise another grader was faster, with the same content
    throw Error(
        fmt::format("the cache '{}' cannot take an entry; is the disk full?", root_.string()));
  }
  return path;
}

void CacheFolder::sweep() const {
  std::error_code ignored;  // whatever cannot be removed stays
  const auto oldest = fs::file_time_type::clock::now() - kUnusedFor;
  for (const fs::directory_entry& entry : fs::directory_iterator(root_, ignored)) {
    if (entry.last_write_time(ignored) < oldest) fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace grader
