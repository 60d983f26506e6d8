#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "api/http/connection.h"

namespace enishi {

/// Keeps connections and lets no client hold up another: a fixed number of workers wait for all
/// sockets together, and whoever is told of one reads it, and works on the request where it came
/// whole. So a request goes from thread to thread only where it waits for a commit, and under load
/// nobody is woken for it at all: handing each one from a reading thread to a worker cost a quarter
/// of what the front costs. An idle or slow client costs a descriptor and its buffer, never a
/// worker; nor does a request that waits for a commit, because its answer may come later and from
/// another thread. Requests of one connection are answered in order.
class Connections {
 public:
  using Options = ConnectionOptions;
  /// Takes the whole answer in bytes, head and body. To be called once for each request, from any
  /// thread, at once or later, even when the connections are gone. Never waits for the client.
  using SendBytes = std::function<void(std::string)>;
  /// Sees to it that the request is answered. Called from the workers.
  using Respond = std::function<void(FramedRequest, SendBytes)>;
  /// The same for bytes that are no request; quick.
  using Refuse = std::function<std::string(const FrameRefusal&)>;

  /// One for each core, and at least four, because some reads wait for the disk.
  static size_t DefaultWorkers();

  Connections(Options options, Respond respond, Refuse refuse);
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;
  ~Connections();

  /// Takes a connected socket and owns it. Any thread.
  void Add(int socket);
  /// Closes what is idle, finishes what is being worked on for at most stop_ms, and closes the
  /// rest. Idempotent; not from a worker.
  void Stop();

 private:
  class Pool;

  void Work();
  void Keep();

  const Respond respond_;
  // Kept alive by whoever may still answer.
  const std::shared_ptr<Pool> pool_;
  std::thread keeper_;
  std::vector<std::thread> workers_;
};

}  // namespace enishi
