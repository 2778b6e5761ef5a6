#include "grader/stages/symbolise_frames.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string>

#include "grader/system/executable.hpp"
#include "grader/system/process.hpp"

namespace grader {
namespace {

std::string_view next_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

// "/submission/lock/lock.hpp:41", also with " (discriminator 2)" behind; line 0 where unknown.
SourceLine parse_place(std::string_view place) {
  SourceLine line;
  const std::size_t colon = place.rfind(':');
  if (colon == std::string_view::npos) return line;
  line.file = place.substr(0, colon);
  const std::string_view number = place.substr(colon + 1);
  std::from_chars(number.data(), number.data() + number.size(), line.line);
  return line;
}

}  // namespace

Frames parse_addr2line(std::string_view text) {
  Frames frames;
  std::vector<SourceLine>* current = nullptr;
  while (!text.empty()) {
    const std::string_view line = next_line(text);
    if (line.starts_with("0x")) {
      std::uint64_t address = 0;
      std::from_chars(line.data() + 2, line.data() + line.size(), address, 16);
      current = &frames[address];
    } else if (current != nullptr) {
      SourceLine place = parse_place(next_line(text));
      place.function = line == "??" ? std::string() : std::string(line);
      current->push_back(std::move(place));
    }
  }
  return frames;
}

Frames look_up(const std::filesystem::path& binary, const std::set<std::uint64_t>& addresses,
               const std::filesystem::path& folder) {
  const auto tool = find_executable("addr2line");
  if (!tool || addresses.empty()) return {};
  ProcessSpec spec;
  spec.argv = {tool->string(), "-a", "-f", "-C", "-i", "-e", binary.string()};
  for (const std::uint64_t address : addresses)
    spec.argv.push_back(fmt::format("{:#x}", address));
  spec.environment = tool_environment(folder);
  spec.limits.output_bytes = 64U << 20U;
  const ProcessOutcome outcome = run_process(spec);
  return outcome.succeeded() ? parse_addr2line(outcome.out) : Frames{};
}

}  // namespace grader
