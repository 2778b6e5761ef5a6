#include "grader/system/landlock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include "grader/model/error.hpp"

namespace grader {
namespace {

// As in <linux/landlock.h>, which on Debian 12 is older than the kernels we meet. The numbers of
// the calls are the same on every architecture.
constexpr long kCreateRuleset = 444;
constexpr long kAddRule = 445;
constexpr unsigned kTellVersion = 1;
constexpr int kPathBeneath = 1;

struct RulesetAttribute {
  std::uint64_t files;
  std::uint64_t network;
  std::uint64_t scoped;
};

struct [[gnu::packed]] PathRule {
  std::uint64_t allowed;
  std::int32_t parent;
};

constexpr std::uint64_t kExecute = 1U << 0U;
constexpr std::uint64_t kWriteFile = 1U << 1U;
constexpr std::uint64_t kReadFile = 1U << 2U;
constexpr std::uint64_t kReadFolder = 1U << 3U;
constexpr std::uint64_t kMakeCharDevice = 1U << 6U;
constexpr std::uint64_t kMakeBlockDevice = 1U << 11U;
constexpr std::uint64_t kTruncate = 1U << 14U;
constexpr std::uint64_t kDeviceControl = 1U << 15U;

constexpr std::uint64_t kReading = kExecute | kReadFile | kReadFolder;
// What can be said of a file that is no folder.
constexpr std::uint64_t kOfFiles = kExecute | kWriteFile | kReadFile | kTruncate | kDeviceControl;

// What version n of the interface knows; unknown bits would make the kernel refuse.
std::uint64_t known_files(int version) {
  constexpr std::array<std::uint64_t, 6> kBits = {0, 13, 14, 15, 15, 16};
  const auto index = std::min(static_cast<std::size_t>(version), kBits.size() - 1);
  return (std::uint64_t{1} << kBits.at(index)) - 1;
}

RulesetAttribute attribute_for(int version) {
  constexpr std::uint64_t kBindAndConnect = 3;
  constexpr std::uint64_t kAbstractSocketsAndSignals = 3;
  return {known_files(version), version >= 4 ? kBindAndConnect : 0,
          version >= 6 ? kAbstractSocketsAndSignals : 0};
}

void add_path(const UniqueFd& ruleset, const std::filesystem::path& path, std::uint64_t allowed) {
  const UniqueFd parent(::open(path.c_str(), O_PATH | O_CLOEXEC));
  if (!parent) return;
  struct stat info {};
  if (::fstat(parent.get(), &info) != 0) return;
  if (!S_ISDIR(info.st_mode)) allowed &= kOfFiles;
  const PathRule rule{allowed, parent.get()};
  if (::syscall(kAddRule, ruleset.get(), kPathBeneath, &rule, 0) != 0) {
    throw Error(
        fmt::format("Landlock takes no rule for '{}': {}", path.string(), std::strerror(errno)));
  }
}

}  // namespace

int landlock_version() {
  const long version = ::syscall(kCreateRuleset, nullptr, 0, kTellVersion);
  return version < 0 ? 0 : static_cast<int>(version);
}

UniqueFd make_ruleset(const FileRules& rules) {
  const RulesetAttribute attribute = attribute_for(landlock_version());
  UniqueFd ruleset(static_cast<int>(::syscall(kCreateRuleset, &attribute, sizeof attribute, 0)));
  if (!ruleset) throw Error(fmt::format("Landlock makes no rules: {}", std::strerror(errno)));
  UniqueFd high(::fcntl(ruleset.get(), F_DUPFD_CLOEXEC, 16));
  for (const auto& path : rules.readable)
    add_path(high, path, kReading & attribute.files);
  for (const auto& path : rules.writable)
    add_path(high, path, attribute.files & ~(kMakeCharDevice | kMakeBlockDevice));
  return high;
}

}  // namespace grader
