#pragma once

#include <sys/types.h>

#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <utility>

namespace grader {

// A control group (cgroups(7), memory controller of either version) whose members may together use
// so much memory and no more. The kernel holds them to it to the byte and ends one that wants more;
// who looks from outside comes a few milliseconds late. Owns the group, which goes with it: its
// members must have ended. Not thread-safe.
class MemoryGroup {
 public:
  // Below our own group, or beside it. Nothing where we may not make one, as most users and
  // containers may not. First removes what killed graders have left there.
  [[nodiscard]] static std::optional<MemoryGroup> make();

  MemoryGroup(MemoryGroup&& other) noexcept;
  MemoryGroup& operator=(MemoryGroup&&) = delete;
  ~MemoryGroup();

  [[nodiscard]] const std::filesystem::path& path() const { return folder_; }

  void set_limit(std::uint64_t bytes) const;
  // With all that it starts from now on. One that has ended is passed over.
  void add(pid_t process) const;
  // How many members the kernel has ended for want of memory, ever.
  [[nodiscard]] std::uint64_t killed() const;

 private:
  enum class Version : std::uint8_t { one, two };

  MemoryGroup(std::filesystem::path folder, Version version)
      : folder_(std::move(folder)), version_(version) {}

  std::filesystem::path folder_;
  Version version_;
};

// One for each of those that run at the same time; made when first needed.
class MemoryGroups {
 public:
  // The group of that slot, with this limit; null where there can be none.
  [[nodiscard]] const MemoryGroup* limited(unsigned slot, std::uint64_t bytes);

 private:
  std::deque<std::optional<MemoryGroup>> groups_;  // they stay where they are when more come
  bool possible_ = true;
};

}  // namespace grader
