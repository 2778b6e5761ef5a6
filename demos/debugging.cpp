#include <fmt/format.h>
#include <sys/personality.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>

#include "demos/page.hpp"

// What ThreadSanitizer says of lost_update.cpp, and gdb of stuck.cpp: the lines that one reads
// first. The page is debugging.md.
namespace {

// What a command prints, to either stream; its status is its own affair.
std::string output_of(const std::string& command) {
  std::FILE* const pipe = ::popen((command + " 2>&1 </dev/null").c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error(fmt::format("cannot run '{}'", command));
  std::string output;
  std::array<char, 4096> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe))
    output.append(buffer.data(), got);
  ::pclose(pipe);
  return output;
}

std::string without_addresses(const std::string& line) {
  static const std::regex kAddress("0x[0-9a-f]+");
  return std::regex_replace(line, kAddress, "0x…");
}

// "deposit lost_update.cpp:11" from "#0 deposit /somewhere/lost_update.cpp:11 (demo+0x…)"
std::string frame_of(const std::string& line, const std::string& source) {
  static const std::regex kFrame(
      R"(#\d+ +(?:0x\S+ in )?(.*?)(?: \(.*\))? (?:at )?\S*/(\w+\.cpp:\d+).*)");
  std::smatch match;
  if (!std::regex_search(line, match, kFrame)) return "";
  const std::string place = match[2];
  return place.starts_with(source) ? fmt::format("      {}  {}", place, match[1].str()) : "";
}

std::string sanitizer_report(const std::filesystem::path& folder) {
  const std::string output =
      output_of("TSAN_OPTIONS=atexit_sleep_ms=0 " + (folder / "demo_lost_update").string());
  static const std::regex kHeadline("WARNING: |(Write|Read|Previous write|Previous read) of size");
  std::istringstream lines(output);
  std::string report;
  int accesses = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("Location is") != std::string::npos) break;
    if (std::regex_search(line, kHeadline)) {
      report += without_addresses(line) + "\n";
      ++accesses;
    } else if (const std::string frame = frame_of(line, "lost_update.cpp"); !frame.empty()) {
      report += frame + "\n";
    }
  }
  if (accesses < 3) throw std::runtime_error("ThreadSanitizer saw no race:\n" + output);
  return report;
}

std::string debugger_report(const std::filesystem::path& folder) {
  const std::string output = output_of("gdb -nx -batch -ex run -ex 'thread apply all backtrace' " +
                                       (folder / "demo_stuck").string());
  static const std::regex kThread(R"(^Thread \d+)");
  std::istringstream lines(output);
  std::set<std::string> threads;  // in an order that does not depend on who was first
  std::string thread;
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_search(line, match, kThread)) {
      if (!thread.empty()) threads.insert(thread);
      thread.clear();
    } else if (const std::string frame = frame_of(line, "stuck.cpp"); !frame.empty()) {
      thread += frame + "\n";
    }
  }
  threads.insert(thread);
  if (threads.size() < 3)
    throw std::runtime_error("gdb saw no two threads stand still:\n" + output);
  std::string report;
  for (const std::string& each : threads)
    report += "  a thread\n" + each;
  return report;
}

}  // namespace

int main(int argc, char** argv) {
  // For ThreadSanitizer of g++ 12, which cannot bear some random addresses.
  ::personality(static_cast<unsigned long>(::personality(0xffffffff)) | ADDR_NO_RANDOMIZE);
  const auto folder = std::filesystem::canonical("/proc/self/exe").parent_path();
  return demos::run(argc, argv, [&](demos::Effort) {
    return fmt::format("```\n{}```\n\n```\n{}```\n", sanitizer_report(folder),
                       debugger_report(folder));
  });
}
