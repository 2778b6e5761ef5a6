#include "grader/system/file_events.hpp"

#include <linux/magic.h>
#include <sys/inotify.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>

#include "grader/system/unique_fd.hpp"

namespace grader {
namespace {

constexpr std::uint32_t kVboxSharedFolder = 0x786F4256;
constexpr std::uint32_t kCifs = 0xFF534D42;

// File systems whose other side changes files without the kernel here knowing of it.
bool is_remote(const std::filesystem::path& folder) {
  constexpr std::array<std::uint32_t, 6> kRemote = {
      NFS_SUPER_MAGIC, V9FS_MAGIC, SMB2_SUPER_MAGIC, SMB_SUPER_MAGIC, kVboxSharedFolder, kCifs};
  struct statfs about {};
  if (::statfs(folder.c_str(), &about) != 0) return false;
  const auto type = static_cast<std::uint32_t>(about.f_type);
  return std::find(kRemote.begin(), kRemote.end(), type) != kRemote.end();
}

}  // namespace

Watchability watchability(const std::filesystem::path& folder) {
  if (is_remote(folder)) return Watchability::no_events;
  const UniqueFd watcher(::inotify_init1(IN_CLOEXEC));
  if (!watcher) {
    return errno == EMFILE ? Watchability::too_many_watchers : Watchability::no_events;
  }
  if (::inotify_add_watch(watcher.get(), folder.c_str(), IN_CLOSE_WRITE) >= 0) {
    return Watchability::events;
  }
  return errno == ENOSPC ? Watchability::too_many_watchers : Watchability::no_events;
}

}  // namespace grader
