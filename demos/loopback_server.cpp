#include "demos/loopback_server.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace demos {
namespace {

int checked(int result, const char* call) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), call);
  return result;
}

// Owns a descriptor.
class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Socket& operator=(Socket&&) = delete;
  ~Socket() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void answer(const Socket& connection, std::chrono::milliseconds delay, std::string_view page) {
  std::this_thread::sleep_for(delay);
  while (!page.empty()) {
    const ssize_t sent = ::send(connection.get(), page.data(), page.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the other side has gone: its loss
    page.remove_prefix(static_cast<std::size_t>(sent));
  }
}

}  // namespace

LoopbackServer::LoopbackServer(std::chrono::milliseconds delay, std::size_t page_bytes)
    : delay_(delay),
      page_(page_bytes, 'x'),
      listener_(checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket")) {
  sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  checked(::bind(listener_, generic, length), "bind");
  checked(::listen(listener_, SOMAXCONN), "listen");
  checked(::getsockname(listener_, generic, &length), "getsockname");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

LoopbackServer::~LoopbackServer() {
  ::shutdown(listener_, SHUT_RDWR);  // accept() returns
  thread_.join();
  ::close(listener_);
}

void LoopbackServer::serve() const {
  std::vector<std::jthread> answers;
  for (;;) {
    const int accepted = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (accepted < 0 && errno == EINTR) continue;
    if (accepted < 0) return;  // shut down
    answers.emplace_back(
        [this, connection = Socket(accepted)] { answer(connection, delay_, page_); });
  }
}

std::size_t download(std::uint16_t port) {
  const Socket connection(checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"));
  sockaddr_in address = loopback(port);
  checked(::connect(connection.get(), reinterpret_cast<sockaddr*>(&address), sizeof address),
          "connect");
  std::array<char, 16384> buffer{};
  std::size_t total = 0;
  for (;;) {
    const ssize_t got = ::recv(connection.get(), buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    checked(static_cast<int>(got), "recv");
    if (got == 0) return total;
    total += static_cast<std::size_t>(got);
  }
}

}  // namespace demos
