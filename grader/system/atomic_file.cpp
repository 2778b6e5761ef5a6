#include "grader/system/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "grader/model/error.hpp"
#include "grader/system/unique_fd.hpp"

namespace grader {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, int error) {
  throw Error(fmt::format("{}: cannot be written: {}", path.string(), std::strerror(error)));
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

mode_t ordinary_mode() {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666U & ~mask;
}

// A device or a pipe is written to as it is: it cannot be replaced, and must not be.
void write_in_place(const std::filesystem::path& path, std::string_view text) {
  const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!fd || !write_all(fd.get(), text)) fail(path, errno);
}

}  // namespace

void write_file_atomically(const std::filesystem::path& path, std::string_view text) {
  std::error_code none;
  const auto kind = std::filesystem::status(path, none).type();
  if (kind == std::filesystem::file_type::directory) fail(path, EISDIR);
  const bool is_new = kind == std::filesystem::file_type::not_found;
  if (!is_new && kind != std::filesystem::file_type::regular) return write_in_place(path, text);
  // Where a link leads to a file, the file is replaced and the link stays.
  const auto target = is_new ? path : std::filesystem::canonical(path);
  std::string temporary = target.string() + ".XXXXXX";
  const UniqueFd fd(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!fd) fail(path, errno);
  if (!write_all(fd.get(), text) || ::fchmod(fd.get(), ordinary_mode()) != 0 ||
      ::rename(temporary.c_str(), target.c_str()) != 0) {
    const int error = errno;
    ::unlink(temporary.c_str());
    fail(path, error);
  }
}

}  // namespace grader
