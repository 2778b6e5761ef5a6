#include "grader/system/open_beneath.hpp"

#include <fcntl.h>

namespace grader {

UniqueFd open_beneath(const std::filesystem::path& root, const std::filesystem::path& below) {
  UniqueFd folder(::open(root.empty() ? "." : root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  for (const auto& part : below.parent_path()) {
    if (!folder) return folder;
    folder = UniqueFd(
        ::openat(folder.get(), part.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  }
  if (!folder) return folder;
  return UniqueFd(::openat(folder.get(), below.filename().c_str(),
                           O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
}

}  // namespace grader
