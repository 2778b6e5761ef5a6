#include "grader/system/terminal.hpp"

#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "grader/system/executable.hpp"

namespace grader {
namespace {

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::string pager() {
  const std::string wanted = variable("PAGER");
  if (!wanted.empty()) return wanted;
  return find_executable("less") ? "LESS=\"${LESS-FRX}\" less" : "";
}

// A reader that quits early closes its end; that must not end us.
bool write_through(const std::string& command, std::string_view text) {
  auto* const before = ::signal(SIGPIPE, SIG_IGN);
  std::FILE* const pipe = ::popen(command.c_str(), "w");
  if (pipe != nullptr) {
    std::fwrite(text.data(), 1, text.size(), pipe);
    ::pclose(pipe);
  }
  ::signal(SIGPIPE, before);
  return pipe != nullptr;
}

}  // namespace

bool is_terminal(int descriptor) {
  return ::isatty(descriptor) == 1;
}

TerminalSize terminal_size(int descriptor) {
  winsize told{};
  if (::ioctl(descriptor, TIOCGWINSZ, &told) != 0 || told.ws_col == 0 || told.ws_row == 0) {
    return {};
  }
  return {told.ws_col, told.ws_row};
}

Color color_for(ColorWish wish, int descriptor) {
  if (wish != ColorWish::automatic) return wish == ColorWish::always ? Color::on : Color::off;
  const bool may = variable("NO_COLOR").empty() && variable("TERM") != "dumb";
  return may && is_terminal(descriptor) ? Color::on : Color::off;
}

bool page_through(std::string_view text) {
  if (!is_terminal(STDOUT_FILENO)) return false;
  const auto lines = std::count(text.begin(), text.end(), '\n');
  if (lines < static_cast<std::ptrdiff_t>(terminal_size(STDOUT_FILENO).rows)) return false;
  const std::string command = pager();
  return !command.empty() && write_through(command, text);
}

}  // namespace grader
