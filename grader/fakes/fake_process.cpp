// A child that behaves as its argument says: what tests of system/process run.
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
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

// What a sandbox is to refuse; each says what came of it where it was not.
void tell(const char* what, long result) {
  std::printf("%s: %s", what, result >= 0 ? "done" : std::strerror(errno));
}

void start_process() {
  const pid_t child = ::fork();
  if (child == 0) std::_Exit(0);
  tell("fork", child);
}

void run_program(char* itself) {
  char* const command[] = {itself, nullptr};
  tell("execve", ::execve(itself, command, environ));
}

// As the harness does: what follows the order, here of one byte, is a filter.
void seal() {
  std::string bytes(8192, '\0');
  const ssize_t size = ::read(3, bytes.data(), bytes.size());
  bytes.erase(0, 1);
  sock_fprog program{};
  program.len = static_cast<unsigned short>(static_cast<std::size_t>(size) / sizeof(sock_filter));
  program.filter = reinterpret_cast<sock_filter*>(bytes.data());
  if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0) std::_Exit(1);
}

void read_file(const char* path) {
  tell("open", ::open(path, O_RDONLY | O_CLOEXEC));
}

void write_file(const char* path) {
  tell("open", ::open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
}

// Until nothing more goes in, or 64 MiB are there.
void fill(const char* path) {
  const int fd = ::open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  const std::string block(1 << 20, 'x');
  for (int i = 0; i < 64; ++i) {
    if (::write(fd, block.data(), block.size()) <= 0) std::_Exit(1);
  }
}

void map_for_code() {
  void* memory =
      ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  tell("mmap", memory == MAP_FAILED ? -1 : 0);
}

void misbehave(const std::string& mode, char** argv) {
  if (mode == "fork") start_process();
  if (mode == "exec") run_program(argv[0]);
  if (mode == "seal-exec" || mode == "seal-code") seal();
  if (mode == "seal-exec") run_program(argv[0]);
  if (mode == "seal-code") {
    ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  }
  if (mode == "socket") tell("socket", ::socket(AF_INET, SOCK_STREAM, 0));
  if (mode == "kill") tell("kill", ::kill(std::atoi(argv[2]), SIGTERM));
  if (mode == "raise") tell("raise", ::raise(SIGCHLD));
  if (mode == "map-for-code") map_for_code();
  if (mode == "read") read_file(argv[2]);
  if (mode == "write") write_file(argv[2]);
  if (mode == "fill") fill(argv[2]);
  if (mode == "user") std::printf("%u", ::getuid());
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
  misbehave(mode, argv);
  return 0;
}
