#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace grader {

// Folders that are expensive to fill, kept under the digest of all that went into them. Several
// graders may use one cache at once: an entry appears whole or not at all, and never changes.
// Entries that nobody used for a month are swept when a new one is made.
class CacheFolder {
 public:
  // Makes `root` where it is missing. Throws Error where it is not ours alone: whoever can write
  // there could give us any object.
  explicit CacheFolder(std::filesystem::path root);

  // $XDG_CACHE_HOME/lockstep, or ~/.cache/lockstep.
  [[nodiscard]] static std::filesystem::path default_root();

  using Fill = std::function<void(const std::filesystem::path& folder)>;

  // The entry `key`; `fill` is called with an empty folder if there is none yet.
  [[nodiscard]] std::filesystem::path entry(const std::string& key, const Fill& fill) const;

  [[nodiscard]] bool has(const std::string& key) const;

 private:
  void sweep() const;

  std::filesystem::path root_;
};

}  // namespace grader
