// A child that behaves as its argument says: what tests of system/process run.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

extern char** environ;

namespace {

[[noreturn]] void sleep_for_ever() {
  while (true)
    ::pause();
}

[[noreturn]] void spin_for_ever() {
  volatile bool on = true;
  while (on) {
  }
  std::abort();
}

void print_environment() {
  for (char** entry = environ; *entry != nullptr; ++entry)
    std::puts(*entry);
}

void print_descriptors() {
  for (int fd = 0; fd < 256; ++fd) {
    if (::fcntl(fd, F_GETFD) != -1) std::printf("%d ", fd);
  }
}

void flood() {
  const std::string line(4096, 'x');
  while (::write(STDOUT_FILENO, line.data(), line.size()) > 0) {
  }
}

void hog_memory() {
  std::vector<char*> blocks;
  for (int i = 0; i < 300; ++i) {  // bounded: 1.2 GB
    auto* block = static_cast<char*>(std::malloc(4 << 20));
    if (block == nullptr) return;
    std::memset(block, i, 4 << 20);
    blocks.push_back(block);
    ::usleep(500);
  }
}

void many_threads() {
  std::vector<std::thread> threads;
  for (int i = 0; i < 40; ++i)
    threads.emplace_back(sleep_for_ever);
  sleep_for_ever();
}

// Leaves a child behind that keeps stdout open, and says its number.
void leave_child() {
  const pid_t child = ::fork();
  if (child == 0) sleep_for_ever();
  std::printf("%d", child);
}

void echo_order() {
  std::string text(4096, '\0');
  const ssize_t size = ::read(3, text.data(), text.size());
  if (size > 0) static_cast<void>(::write(4, text.data(), static_cast<std::size_t>(size)));
}

}  // namespace

int main(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  if (mode == "exit") return std::atoi(argv[2]);
  if (mode == "signal") std::raise(std::atoi(argv[2]));
  if (mode == "sleep") sleep_for_ever();
  if (mode == "spin") spin_for_ever();
  if (mode == "environment") print_environment();
  if (mode == "descriptors") print_descriptors();
  if (mode == "flood") flood();
  if (mode == "hog") hog_memory();
  if (mode == "threads") many_threads();
  if (mode == "leave-child") leave_child();
  if (mode == "echo-order") echo_order();
  return 0;
}
