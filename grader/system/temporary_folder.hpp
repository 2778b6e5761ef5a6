#pragma once

#include <filesystem>

#include "grader/system/unique_fd.hpp"

namespace grader {

// A fresh folder that only we may enter, removed with all it holds when the owner goes, be it by
// an error or by Ctrl-C. It is locked as long: one whose lock is free was left by a process that
// was killed. Not thread-safe.
class TemporaryFolder {
 public:
  // In `parent`, or where the system keeps temporary files. Throws Error.
  explicit TemporaryFolder(const std::filesystem::path& parent = {});
  TemporaryFolder(TemporaryFolder&& other) noexcept;
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  ~TemporaryFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  // Gives the folder away: it stays.
  std::filesystem::path release();

 private:
  std::filesystem::path path_;
  UniqueFd lock_;
};

// Removes what killed processes of this user left behind, in `parent` or where the system keeps
// temporary files.
void sweep_temporary_folders(const std::filesystem::path& parent = {});

}  // namespace grader
