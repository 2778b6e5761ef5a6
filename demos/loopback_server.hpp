#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>

namespace demos {

// A server on this machine that answers like one far away: it takes a connection, lets a while
// pass, sends a page, and closes. As many connections at once as come. Made and destroyed by one
// thread; port() may be called by any. Errors: std::system_error.
class LoopbackServer {
 public:
  LoopbackServer(std::chrono::milliseconds delay, std::size_t page_bytes);
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;
  ~LoopbackServer();

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  void serve() const;

  const std::chrono::milliseconds delay_;
  const std::string page_;
  int listener_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

// Connects to a port of this machine, and reads what comes until the other side closes: how many
// bytes. Any thread. Errors: std::system_error.
[[nodiscard]] std::size_t download(std::uint16_t port);

}  // namespace demos
