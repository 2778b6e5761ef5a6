#include "grader/stages/take_submission.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <variant>

#include "grader/system/atomic_file.hpp"
#include "grader/system/digest.hpp"
#include "grader/system/unique_fd.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr off_t kMaxBytes = 1 << 20;

// The file's text, or why it is not taken.
using Taken = std::variant<std::string, Rejection>;

Rejection missing(const std::string& message) {
  return {Verdict::missing, message, ""};
}

Rejection why_not_opened(const std::string& name, const fs::path& source, int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return missing(fmt::format("{}: nothing was submitted; there is no such file in '{}'", name,
                                 source.parent_path().string()));
    case ELOOP:
      return missing(fmt::format("{}: is a link; submit the file itself", name));
    case ENXIO:
      return missing(fmt::format("{}: is not a regular file; submit plain text", name));
    default:
      return missing(fmt::format("{}: cannot be read: {}", name, std::strerror(error)));
  }
}

Taken read_whole(const UniqueFd& fd, const std::string& name, off_t size) {
  // It may grow while we read: never more than was looked at.
  std::string text(static_cast<std::size_t>(size), '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const ssize_t got = ::read(fd.get(), text.data() + have, text.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return why_not_opened(name, "", errno);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  text.resize(have);
  return text;
}

Taken take(const Intake& file) {
  const std::string name = fs::path(file.path).filename().string();
  const UniqueFd fd(
      ::open(file.source.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!fd) return why_not_opened(name, file.source, errno);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return why_not_opened(name, file.source, errno);
  if (S_ISDIR(info.st_mode)) {
    return missing(fmt::format("{}: is a folder; submit a file of that name", name));
  }
  if (!S_ISREG(info.st_mode)) return why_not_opened(name, file.source, ENXIO);
  if (info.st_size > kMaxBytes) {
    return Rejection{Verdict::limit,
                     fmt::format("{}: has {} bytes, and {} are allowed; submit source text only",
                                 name, info.st_size, kMaxBytes),
                     ""};
  }
  return read_whole(fd, name, info.st_size);
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
  const auto take_into_tree = [&](const Intake& file) -> std::uint64_t {
    Taken taken = take(file);
    if (auto* rejection = std::get_if<Rejection>(&taken)) {
      if (!submission.rejection) submission.rejection = std::move(*rejection);
      return 0;
    }
    const std::string& text = std::get<std::string>(taken);
    fs::create_directories((tree / file.path).parent_path());
    write_file_atomically(tree / file.path, text);
    digest.add(file.path).add(text);
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
