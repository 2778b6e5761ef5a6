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

constexpr unsigned kNarrowest = 40;

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

std::string pager() {
  const std::string wanted = variable("PAGER");
  if (!wanted.empty()) return wanted;
  return find_executable("less") ? "LESS=\"${LESS-FRX}\" less" : "";
}

void write_plain(std::string_view text, std::FILE* out) {
  std::fwrite(text.data(), 1, text.size(), out);
  std::fflush(out);
}

// A reader that quits early closes its end; that must not end us.
void write_through(const std::string& command, std::string_view text) {
  std::fflush(stdout);
  auto* const before = ::signal(SIGPIPE, SIG_IGN);
  std::FILE* const pipe = ::popen(command.c_str(), "w");
  if (pipe == nullptr) {
    write_plain(text, stdout);
  } else {
    write_plain(text, pipe);
    ::pclose(pipe);
  }
  ::signal(SIGPIPE, before);
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
  return {std::max<unsigned>(told.ws_col, kNarrowest), told.ws_row};
}

Color color_for(ColorWish wish, int descriptor) {
  if (wish != ColorWish::automatic) return wish == ColorWish::always ? Color::on : Color::off;
  const bool may = variable("NO_COLOR").empty() && variable("TERM") != "dumb";
  return may && is_terminal(descriptor) ? Color::on : Color::off;
}

void write_paged(std::string_view text) {
  const auto lines = std::count(text.begin(), text.end(), '\n');
  const std::string command = is_terminal(STDOUT_FILENO) ? pager() : std::string();
  if (command.empty() || lines < static_cast<std::ptrdiff_t>(terminal_size(STDOUT_FILENO).rows)) {
    return write_plain(text, stdout);
  }
  write_through(command, text);
}

}  // namespace grader
