#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace enishi::testing {

/// A client that sends what it is told, byte for byte.
class RawClient {
 public:
  explicit RawClient(uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() { close(socket_); }

  [[nodiscard]] bool connected() const { return connected_; }
  bool Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }
  void EndSending() { shutdown(socket_, SHUT_WR); }

  /// The next answer, head and body as its Content-Length says; what came by then when the server
  /// closes or is silent for kPatienceMs.
  std::string Receive(bool has_body = true) {
    while (true) {
      const size_t head_end = in_.find("\r\n\r\n");
      if (head_end != std::string::npos) {
        const size_t at = in_.find("Content-Length: ");
        const size_t length = has_body && at < head_end ? std::stoul(in_.substr(at + 16)) : 0;
        const size_t total = head_end + 4 + length;
        if (in_.size() >= total) {
          std::string answer = in_.substr(0, total);
          in_.erase(0, total);
          return answer;
        }
      }
      if (!More()) return std::exchange(in_, "");
    }
  }
  /// True when the server closes, and what came before is thrown away.
  bool SeesEnd() {
    while (More()) in_.clear();
    return ended_;
  }

 private:
  static constexpr int kPatienceMs = 60'000;  // a busy machine is no failure

  bool More() {
    pollfd waiting{socket_, POLLIN, 0};
    if (poll(&waiting, 1, kPatienceMs) <= 0) return false;
    char bytes[4096];
    const ssize_t got = recv(socket_, bytes, sizeof(bytes), 0);
    ended_ = got <= 0;
    if (got <= 0) return false;
    in_.append(bytes, static_cast<size_t>(got));
    return true;
  }

  int socket_;
  bool connected_ = false;
  bool ended_ = false;
  std::string in_;
};

}  // namespace enishi::testing
