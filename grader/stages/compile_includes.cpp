#include "grader/stages/compile_includes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace grader {
namespace {

namespace fs = std::filesystem;

// The prerequisites of "target: a b \ c", with "\ " standing for a blank in a name.
std::vector<std::string> prerequisites(std::string_view rule) {
  std::vector<std::string> files;
  std::string word;
  rule.remove_prefix(std::min(rule.find(": "), rule.size()));
  for (std::size_t i = rule.empty() ? 0 : 1; i <= rule.size(); ++i) {
    const char c = i < rule.size() ? rule[i] : ' ';
    if (c == '\\' && i + 1 < rule.size() && (rule[i + 1] == ' ' || rule[i + 1] == '#')) {
      word += rule[++i];
    } else if (c == ' ' || c == '\n' || (c == '\\' && rule.substr(i + 1, 1) == "\n")) {
      if (!word.empty()) files.push_back(std::move(word));
      word.clear();
    } else {
      word += c;
    }
  }
  return files;
}

// Where compilers and libraries are installed.
constexpr std::array<std::string_view, 5> kSystem = {"/usr", "/lib", "/lib64", "/opt", "/nix"};

bool lies_in(const fs::path& path, const fs::path& folder) {
  const auto [end, mismatch] =
      std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return end == folder.end();
}

}  // namespace

std::optional<Rejection> check_includes(std::string_view make_rule,
                                        const AllowedIncludes& includes) {
  const fs::path course = fs::weakly_canonical(includes.course);
  for (const std::string& file : prerequisites(make_rule)) {
    // /proc and /dev are others' to the compiler than to us: no name may lead through them.
    const fs::path plain = fs::path(file).lexically_normal();
    const bool shifty = file.starts_with("/proc/") || file.starts_with("/dev/") ||
                        lies_in(plain, "/proc") || lies_in(plain, "/dev");
    const fs::path path = shifty ? plain : fs::weakly_canonical(file);
    const bool allowed = std::any_of(
        includes.allowed.begin(), includes.allowed.end(),
        [&](const fs::path& each) { return lies_in(path, fs::weakly_canonical(each)); });
    const bool of_system =
        !lies_in(path, course) &&
        std::any_of(kSystem.begin(), kSystem.end(), [&](auto each) { return lies_in(path, each); });
    if (allowed || of_system) continue;
    const bool ours = lies_in(path, course);
    return Rejection{
        Verdict::forbidden,
        ours ? fmt::format("it includes '{}', which is not for submissions; write your own",
                           path.lexically_relative(course).string())
             : fmt::format("it includes '{}', which is no standard header and no file of the lab; "
                           "leave it out",
                           file),
        ""};
  }
  return std::nullopt;
}

}  // namespace grader
