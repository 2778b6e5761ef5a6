#pragma once

#include <filesystem>
#include <functional>
#include <string>

// How a demo and its page belong together: what the demo measured stands on the page, between two
// comments, as the demo printed it. A demo is called in one of three ways:
//   demo                     prints what it measures
//   demo --write PAGE        measures with patience, and puts the result on the page
//   demo --check PAGE        measures quickly, and fails where the page shows something else: other
//                            rows or other words. Numbers may differ: machines do.
// One thread.
namespace demos {

enum class Effort { quick, thorough };

// Markdown, ended by a line break.
using Measure = std::function<std::string(Effort)>;

// The demo's exit status. Problems are told on stderr.
[[nodiscard]] int run(int argc, char** argv, const Measure& measure);

// The page with `block` between its comments; throws std::runtime_error where it has none.
[[nodiscard]] std::string with_block(const std::string& page, const std::string& block);

// The text with each number as '#': what has to be the same in every run.
[[nodiscard]] std::string without_numbers(const std::string& text);

// A file's text; throws std::runtime_error where it cannot be read, or written.
[[nodiscard]] std::string read_text(const std::filesystem::path& path);
void write_text(const std::filesystem::path& path, const std::string& text);

}  // namespace demos
