#include "grader/stages/take_submission.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <variant>

#include "grader/system/atomic_file.hpp"
#include "grader/system/digest.hpp"
#include "grader/system/open_beneath.hpp"
#include "grader/system/unique_fd.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxBytes = 1U << 20U;
constexpr std::uint64_t kMaxBytesTogether = 8U << 20U;

// The file's text, or why it is not taken.
using Taken = std::variant<std::string, Rejection>;

Rejection missing(const std::string& message) {
  return {Verdict::missing, message, ""};
}

Rejection why_not_opened(const Intake& file, const std::string& name, int error) {
  switch (error) {
    case ENOENT:
      return missing(fmt::format("{}: nothing was submitted; there is no such file in '{}'", name,
                                 (file.root / file.below).parent_path().string()));
    case ENOTDIR:  // a link is no folder when it is not followed
    case ELOOP:
      return missing(fmt::format("{}: is a link; submit the file itself", name));
    case ENXIO:
      return missing(fmt::format("{}: is not a regular file; submit plain text", name));
    default:
      return missing(fmt::format("{}: cannot be read: {}", name, std::strerror(error)));
  }
}

Rejection too_large(const std::string& name, std::uint64_t bytes, std::uint64_t allowed) {
  return {Verdict::limit,
          fmt::format("{}: has {} bytes, and {} are allowed; submit source text only", name, bytes,
                      allowed),
          ""};
}

Taken read_whole(const UniqueFd& fd, const Intake& file, const std::string& name,
                 std::uint64_t size) {
  // It may grow while we read: never more than was looked at.
  std::string text(size, '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const ssize_t got = ::read(fd.get(), text.data() + have, text.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return why_not_opened(file, name, errno);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  text.resize(have);
  if (text.find('\0') != std::string::npos) {
    return missing(fmt::format("{}: is no text, for it holds a NUL byte; submit the source", name));
  }
  return text;
}

Taken take(const Intake& file, std::uint64_t room) {
  const std::string name = fs::path(file.path).filename().string();
  const UniqueFd fd = open_beneath(file.root, file.below);
  if (!fd) return why_not_opened(file, name, errno);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return why_not_opened(file, name, errno);
  if (S_ISDIR(info.st_mode)) {
    return missing(fmt::format("{}: is a folder; submit a file of that name", name));
  }
  if (!S_ISREG(info.st_mode)) return why_not_opened(file, name, ENXIO);
  const auto bytes = static_cast<std::uint64_t>(info.st_size);
  if (bytes > kMaxBytes) return too_large(name, bytes, kMaxBytes);
  if (bytes > room)
    return too_large("the submission", kMaxBytesTogether - room + bytes, kMaxBytesTogether);
  return read_whole(fd, file, name, bytes);
}

}  // namespace

Submission take_submission(const std::string& lab, const fs::path& origin,
                           const std::vector<Intake>& files, const std::vector<Intake>& own,
                           const fs::path& tree) {
  Submission submission;
  submission.lab = lab;
  submission.origin = origin;
  submission.tree = tree;
  Digest digest;
  std::uint64_t room = kMaxBytesTogether;
  const auto take_into_tree = [&](const Intake& file) -> std::uint64_t {
    Taken taken = take(file, room);
    if (auto* rejection = std::get_if<Rejection>(&taken)) {
      if (!submission.rejection) submission.rejection = std::move(*rejection);
      return 0;
    }
    const std::string& text = std::get<std::string>(taken);
    fs::create_directories((tree / file.path).parent_path());
    write_file_atomically(tree / file.path, text);
    digest.add(file.path).add(text);
    room -= text.size();
    return text.size();
  };
  for (const Intake& file : files) {
    const std::uint64_t bytes = take_into_tree(file);
    if (submission.rejection) continue;
    submission.files.push_back({fs::path(file.path).filename().string(), bytes});
  }
  for (const Intake& file : own)
    take_into_tree(file);
  submission.digest = "sha256:" + digest.hex();
  return submission;
}

}  // namespace grader
