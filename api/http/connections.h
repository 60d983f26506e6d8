#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "api/http/connection.h"

namespace enishi {

/// All client connections. A fixed number of workers share one epoll instance; the worker that gets
/// an event reads the socket and handles the request once it is complete. A request changes threads
/// only when it waits for a commit: handing each request from a reading thread to a worker cost a
/// quarter of the server's time outside the ledger.
///
/// A slow client cannot delay others. An idle or slow client takes a descriptor and a buffer, but
/// no worker. A request that waits for a commit takes no worker either: its answer may come later,
/// from another thread. Requests of one connection are answered in order.
class Connections {
 public:
  using Options = ConnectionOptions;
  /// Takes the bytes of an answer, head and body. Call it once for each request, from any thread,
  /// at once or later, also after the connections are gone. Never waits for the client.
  using SendBytes = std::function<void(std::string)>;
  /// Answers a request, at once or later. Called from the workers.
  using Respond = std::function<void(FramedRequest, SendBytes)>;
  /// Makes the answer to bytes that are not a request. Must return quickly.
  using Refuse = std::function<std::string(const FrameRefusal&)>;

  /// One for each core, and at least four, because some reads wait for a disk.
  static size_t DefaultWorkers();

  Connections(Options options, Respond respond, Refuse refuse);
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;
  ~Connections();

  /// Takes ownership of a connected socket. Any thread.
  void Add(int socket);
  /// Closes idle connections, waits at most stop_ms for requests in progress, and closes the rest.
  /// Idempotent. Must not be called from a worker.
  void Stop();

 private:
  class Pool;

  void Work();
  void Keep();

  const Respond respond_;
  // Shared with the requests that may still be answered.
  const std::shared_ptr<Pool> pool_;
  std::thread keeper_;
  std::vector<std::thread> workers_;
};

}  // namespace enishi
