#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "api/http/connections.h"
#include "api/http/message.h"
#include "ledger/base/result.h"

namespace enishi {

/// A plain HTTP server; put a proxy in front for TLS. cpp-httplib accepts sockets and decodes
/// targets. connections.h frames and schedules requests, so that the library never reads bytes that
/// a client chose freely. Answers are written here, because those that wait for a commit come later
/// and from another thread.
class HttpServer {
 public:
  struct Options {
    std::string host = "127.0.0.1";
    uint16_t port = 0;  // 0: any free port
    Connections::Options connections;
  };
  /// Answers the request, at once or later. Called from several threads at the same time. An
  /// exception is answered as internal_error without its text, unless an answer was given before.
  /// Code that answers later from another thread must catch its own exceptions.
  using Handler = std::function<void(const Request&, Reply)>;

  /// Binds and listens, or returns why it cannot. No other process can bind the same port while the
  /// server runs.
  static Result<std::unique_ptr<HttpServer>, std::string> Listen(const Options& options,
                                                                 Handler handler);
  ~HttpServer();

  /// The port that the server listens on.
  [[nodiscard]] uint16_t port() const;

  /// Stops accepting, finishes requests in progress, and closes all connections. Idempotent.
  void Stop();

 private:
  class Front;
  explicit HttpServer(std::unique_ptr<Front> front);
  std::unique_ptr<Front> front_;
};

}  // namespace enishi
