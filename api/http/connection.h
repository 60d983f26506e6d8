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

/// A request with its head and its complete body.
struct FramedRequest {
  RequestHead head;
  std::string body;
};

struct ConnectionOptions {
  FrameLimits limits;
  size_t workers = 0;  // 0: one for each core, and at least 4; a worker never waits for a commit
  size_t connections_max = 4096;                  // beyond it the one idle longest is closed
  size_t connections_per_address_max = 2048;      // so that one client cannot take all of them
  size_t buffered_bytes_max = size_t{256} << 20;  // of incomplete requests, all together
  uint64_t idle_ms = 30'000;                      // between requests
  uint64_t request_ms = 20'000;                   // from the first byte of a request to its last
  uint64_t response_ms = 30'000;                  // for the client to read an answer
  uint64_t drain_ms = 2'000;                      // for the client to see that the connection ends
  uint64_t stop_ms = 10'000;                      // for requests in progress when stopping
};

/// One client's non-blocking socket. The connection registers with `epoll` for one event under its
/// id; the worker that gets the event calls Attend. Requests are answered in order: the next one is
/// returned only after the answer to the one before. Any thread; each call takes the connection's
/// lock.
class Connection {
 public:
  /// What all connections share. Must outlive every connection that is not closed.
  struct Shared {
    ConnectionOptions options;
    /// Makes the answer to bytes that are not a request. Must return quickly.
    std::function<std::string(const FrameRefusal&)> refuse;
    int epoll = -1;
    std::atomic<size_t> buffered_bytes = 0;
  };

  /// Takes ownership of a non-blocking socket that is in `epoll` under `id` without any event.
  Connection(int socket, uint64_t id, Shared& shared);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// Registers for the bytes of the first request.
  void Await();
  /// Reads or writes as much as is possible without blocking. Returns a request once it is
  /// complete; the connection then does nothing until Answer.
  std::optional<FramedRequest> Attend();
  /// Sends the answer to the request that Attend returned. Does nothing if the client has gone.
  void Answer(std::string bytes);
  /// Sends the answer that `refuse` makes, and closes.
  void Refuse(const FrameRefusal& refusal);

  void Close();
  /// Closes unless a request is in progress or an answer is being sent. The client may be in the
  /// middle of sending a request.
  void CloseWhenUnused();
  void CloseWhenOverdue(uint64_t now_ms);
  [[nodiscard]] bool is_closed() const;
  /// When the connection became idle, in monotonic milliseconds; nullopt while it is in use or has
  /// received part of a request.
  [[nodiscard]] std::optional<uint64_t> IdleSince() const;

 private:
  // Draining: the last answer was sent. Further bytes are read and dropped for a moment, because
  // closing a socket with unread bytes resets it, and the client may lose the answer.
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
  size_t accounted_ = 0;  // the part of the shared sum that is `in_`
  size_t searched_ = 0;   // bytes of `in_` that do not contain the end of the head
  std::optional<RequestHead> head_;
  size_t head_bytes_ = 0;
  std::string out_;
  size_t sent_ = 0;
  bool close_ = false;  // close once `out_` is sent
  bool ended_ = false;  // the client sends no more
  uint64_t since_ms_;   // when the state or the request in it began
};

}  // namespace enishi
