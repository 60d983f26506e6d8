#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "api/http/frame.h"

namespace enishi {

/// A request as it was framed: its head, and its body whole.
struct FramedRequest {
  RequestHead head;
  std::string body;
};

struct ConnectionOptions {
  FrameLimits limits;
  size_t workers = 0;  // they compute and read, none waits for a commit; 0: one for each core, or 4
  size_t connections_max = 4096;                  // beyond it the one idle longest goes
  size_t connections_per_address_max = 2048;      // so that nobody alone can take them all
  size_t buffered_bytes_max = size_t{256} << 20;  // of requests that have not come whole
  uint64_t idle_ms = 30'000;                      // between requests
  uint64_t request_ms = 20'000;                   // from the first byte of a request to its last
  uint64_t response_ms = 30'000;                  // for the client to take an answer
  uint64_t drain_ms = 2'000;                      // for the client to see that the connection ends
  uint64_t stop_ms = 10'000;                      // what is being worked on when stopping
};

/// One client's socket, read and written without ever waiting for it. It asks `epoll` to be told
/// once, under its id, when it can go on; whoever is told attends to it. Its requests are answered
/// in order, each before the next one is given out. Any thread; a call takes its own lock.
class Connection {
 public:
  /// What all connections share; outlives them while they are not closed.
  struct Shared {
    ConnectionOptions options;
    /// The answer to bytes that are no request; quick.
    std::function<std::string(const FrameRefusal&)> refuse;
    int epoll = -1;
    std::atomic<size_t> buffered_bytes = 0;
  };

  /// Owns the socket, which does not block and is in `epoll` under `id`, asked for nothing yet.
  Connection(int socket, uint64_t id, Shared& shared);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// Asks for the first request's bytes.
  void Await();
  /// Reads or writes as far as it goes now. Gives a request that is whole: then nothing happens
  /// until it is answered.
  std::optional<FramedRequest> Attend();
  /// Sends the answer to the request that was given out; nothing where the client has gone.
  void Answer(std::string bytes);
  /// Sends what `refuse` makes of it, and ends.
  void Refuse(const FrameRefusal& refusal);

  void Close();
  /// Ends a connection that nobody works for; the client may be in the middle of a request.
  void CloseWhenUnused();
  void CloseWhenOverdue(uint64_t now_ms);
  [[nodiscard]] bool is_closed() const;
  /// Since when it is without even a part of a request; nothing while it is in use.
  [[nodiscard]] std::optional<uint64_t> IdleSince() const;

 private:
  // Draining: the answer has gone and the connection ends; what the client still sends is thrown
  // away for a moment, because closing over unread bytes could take the answer back.
  enum class State { kReading, kWorking, kWriting, kDraining, kClosed };

  void Read();
  void Advance();
  void StartWriting(std::string out, bool close);
  void Write();
  void Drain();
  FramedRequest TakeRequest();
  void Account();
  void Arm(bool soon);
  void CloseSocket();
  [[nodiscard]] bool IsOverdue(uint64_t now_ms) const;

  const uint64_t id_;
  Shared& shared_;
  mutable std::mutex mutex_;  // guards what follows
  int socket_;
  State state_ = State::kReading;
  std::string in_;
  size_t accounted_ = 0;  // of `in_` in the shared sum
  size_t searched_ = 0;   // bytes of `in_` that hold no end of a head
  std::optional<RequestHead> head_;
  size_t head_bytes_ = 0;
  std::string out_;
  size_t sent_ = 0;
  bool close_ = false;  // after what is in `out_`
  bool ended_ = false;  // the client sends no more
  uint64_t since_ms_;   // when the state, or the request in it, began
};

}  // namespace enishi
