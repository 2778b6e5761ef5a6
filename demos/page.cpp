#include "demos/page.hpp"

#include <fmt/format.h>

#include <exception>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>
#include <string_view>

namespace demos {
namespace {

constexpr std::string_view kBegin = "<!-- measured -->\n";
constexpr std::string_view kEnd = "<!-- until here -->\n";

void check(const std::filesystem::path& page, const std::string& block) {
  const std::string text = read_text(page);
  if (without_numbers(with_block(text, block)) == without_numbers(text)) return;
  throw std::runtime_error(
      fmt::format("'{}' shows something else than this demo; run it with --write. It measured:\n{}",
                  page.string(), block));
}

}  // namespace

int run(int argc, char** argv, const Measure& measure) {
  try {
    const std::string_view mode = argc > 1 ? argv[1] : "";
    if (argc == 1) {
      fmt::print("{}", measure(Effort::thorough));
    } else if (argc == 3 && mode == "--write") {
      write_text(argv[2], with_block(read_text(argv[2]), measure(Effort::thorough)));
    } else if (argc == 3 && mode == "--check") {
      check(argv[2], measure(Effort::quick));
    } else {
      fmt::print(stderr, "usage: {} [--write PAGE | --check PAGE]\n", argv[0]);
      return 2;
    }
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}: {}\n", argv[0], error.what());
    return 1;
  }
}

std::string with_block(const std::string& page, const std::string& block) {
  const auto begin = page.find(kBegin);
  const auto end = page.find(kEnd);
  if (begin == std::string::npos || end == std::string::npos || end < begin) {
    throw std::runtime_error(
        fmt::format("the page has no place for what is measured; give it the "
                    "lines '{}' and '{}'",
                    kBegin.substr(0, kBegin.size() - 1), kEnd.substr(0, kEnd.size() - 1)));
  }
  return page.substr(0, begin) + std::string(kBegin) + block + page.substr(end);
}

std::string without_numbers(const std::string& text) {
  static const std::regex kNumber("[0-9]+([.,][0-9]+)*");
  return std::regex_replace(text, kNumber, "#");
}

std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error(fmt::format("cannot read '{}'", path.string()));
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_text(const std::filesystem::path& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error(fmt::format("cannot write '{}'", path.string()));
}

}  // namespace demos
