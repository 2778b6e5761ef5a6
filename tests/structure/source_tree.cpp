#include "structure/source_tree.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

namespace structure {
namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parts;
}

bool contains(const std::string& path, std::string_view part) {
  return path.find(part) != std::string::npos;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read '" + path.string() + "'");
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

std::string SourceFile::extension() const {
  const std::string dotted = std::filesystem::path(path).extension().string();
  return dotted.empty() ? dotted : dotted.substr(1);
}

bool SourceFile::is_header() const {
  const std::string kind = extension();
  return kind == "hpp" || kind == "h";
}

bool SourceFile::is_source() const {
  const std::string kind = extension();
  return kind == "cpp" || kind == "cc" || kind == "c";
}

bool SourceFile::is_test() const {
  return path.ends_with("_test.cpp") || path.starts_with("tests/") || contains(path, "/tests/");
}

bool SourceFile::is_specimen() const {
  return path.starts_with("tests/attacks/course/") || path.starts_with("tests/attacks/fixtures/") ||
         path.starts_with("tests/attacks/right/");
}

std::filesystem::path project_root() {
  return LOCKSTEP_SOURCE_DIR;
}

std::vector<SourceFile> read_source_tree() {
  // A checkout may belong to another user than the one who tests it.
  const std::string git = "git -c safe.directory='*' -C '" + project_root().string() + "' ";
  const std::string paths = output_of(git + "ls-files -z --cached --others --exclude-standard");
  std::vector<SourceFile> files;
  for (std::string& path : split(paths, '\0')) {
    const std::filesystem::path file = project_root() / path;
    if (!std::filesystem::is_regular_file(std::filesystem::symlink_status(file))) continue;
    files.push_back({std::move(path), read_file(file)});
  }
  return files;
}

std::vector<std::string> lines_of(std::string_view text) {
  return split(text, '\n');
}

std::string output_of(const std::string& command) {
  int status = -1;
  std::string output;
  {
    const auto close = [&status](std::FILE* pipe) { status = pclose(pipe); };
    const std::unique_ptr<std::FILE, decltype(close)> pipe(popen(command.c_str(), "r"), close);
    if (!pipe) throw std::runtime_error("cannot run '" + command + "'");
    std::array<char, 4096> chunk{};
    while (const std::size_t got = std::fread(chunk.data(), 1, chunk.size(), pipe.get())) {
      output.append(chunk.data(), got);
    }
  }
  if (status != 0) throw std::runtime_error("'" + command + "' failed");
  return output;
}

}  // namespace structure
