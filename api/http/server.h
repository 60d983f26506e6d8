#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "api/http/connections.h"
#include "api/http/message.h"
#include "ledger/base/result.h"

namespace enishi {

/// The HTTP front. cpp-httplib accepts sockets and reads targets; connections.h frames requests and
/// schedules them, so that the library never meets a hostile byte stream. Answers are written here,
/// because those that wait for a commit come later and from another thread.
/// Plain HTTP: TLS belongs to a proxy in front.
class HttpServer {
 public:
  struct Options {
    std::string host = "127.0.0.1";
    uint16_t port = 0;  // 0: any free one
    Connections::Options connections;
  };
  /// Sees to it that the request is answered. Called from several threads at once. An exception
  /// becomes a problem without its text, unless the answer had been given; who answers later, from
  /// another thread, keeps exceptions to itself.
  using Handler = std::function<void(const Request&, Reply)>;

  /// Binds and listens, or says why it cannot. No other process can bind the same port meanwhile.
  static Result<std::unique_ptr<HttpServer>, std::string> Listen(const Options& options,
                                                                 Handler handler);
  ~HttpServer();

  /// The port that it listens on.
  [[nodiscard]] uint16_t port() const;

  /// Takes no more connections, answers what is being worked on, closes the rest. Idempotent.
  void Stop();

 private:
  class Front;
  explicit HttpServer(std::unique_ptr<Front> front);
  std::unique_ptr<Front> front_;
};

}  // namespace enishi
