#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

// The project's own files as git sees them: tracked, or new and not ignored. Read once for each
// call; plain values, no shared state. Throws std::runtime_error where git or a file cannot be
// read.
namespace structure {

struct SourceFile {
  std::string path;  // relative to the project, with '/'
  std::string text;

  [[nodiscard]] std::string extension() const;  // "hpp", "" where there is none
  [[nodiscard]] bool is_header() const;
  [[nodiscard]] bool is_source() const;
  [[nodiscard]] bool is_code() const { return is_header() || is_source(); }
  [[nodiscard]] bool is_test() const;      // x_test.cpp, or below a folder "tests"
  [[nodiscard]] bool is_specimen() const;  // submissions and a course that the grader is tried on
};

[[nodiscard]] std::filesystem::path project_root();

[[nodiscard]] std::vector<SourceFile> read_source_tree();

[[nodiscard]] std::vector<std::string> lines_of(std::string_view text);

// What a command prints; throws where it ends in anything but 0.
[[nodiscard]] std::string output_of(const std::string& command);

}  // namespace structure
