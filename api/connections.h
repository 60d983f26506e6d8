#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "api/frame.h"

namespace enishi {

/// A request as it was framed: its head, and its body whole.
struct FramedRequest {
  RequestHead head;
  std::string body;
};

/// Keeps connections and lets no client hold up another: one thread reads and writes all sockets
/// as they become ready, and hands whole requests to a fixed number of workers. An idle or slow
/// client costs a descriptor and its buffer, never a worker; a request that waits for a commit
/// costs none either, because its answer may come later and from another thread. Requests of one
/// connection are answered in order.
class Connections {
 public:
  struct Options {
    FrameLimits limits;
    size_t workers = 0;  // they compute and read, none waits for a commit; 0: DefaultWorkers()
    size_t connections_max = 4096;                  // beyond it the one idle longest goes
    size_t connections_per_address_max = 2048;      // so that nobody alone can take them all
    size_t buffered_bytes_max = size_t{256} << 20;  // of requests that have not come whole
    uint64_t idle_ms = 30'000;                      // between requests
    uint64_t request_ms = 20'000;                   // from the first byte of a request to its last
    uint64_t response_ms = 30'000;                  // for the client to take an answer
    uint64_t drain_ms = 2'000;  // for the client to see that the connection ends
    uint64_t stop_ms = 10'000;  // what is being worked on when stopping
  };

  /// Takes the whole answer in bytes, head and body. To be called once for each request, from any
  /// thread, at once or later, even when the connections are gone.
  using SendBytes = std::function<void(std::string)>;
  /// Sees to it that the request is answered. Called from the workers.
  using Respond = std::function<void(FramedRequest, SendBytes)>;
  /// The same for bytes that are no request; called from the reading thread and quick.
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
  // Draining: the answer has gone and the connection ends; what the client still sends is thrown
  // away for a moment, because closing over unread bytes could take the answer back.
  enum class State { kReading, kWorking, kWriting, kDraining };
  struct Connection {
    int socket = -1;
    std::string address;  // the client's, as it is counted
    State state = State::kReading;
    std::string in;
    size_t searched = 0;  // bytes of `in` that hold no end of a head
    std::optional<RequestHead> head;
    size_t head_bytes = 0;
    std::string out;
    size_t sent = 0;
    bool close = false;     // after what is in `out`
    bool ended = false;     // the client sends no more
    uint64_t since_ms = 0;  // when the state, or the request in it, began
  };
  struct Job {
    int socket = -1;
    FramedRequest request;
  };
  struct Done {
    int socket = -1;
    std::string out;
  };
  // Where answers are left for the reading thread, and how it is woken. Kept alive by whoever may
  // still answer.
  class Outbox {
   public:
    Outbox();
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;
    ~Outbox();
    void Put(Done done);
    std::vector<Done> Take();
    void Wake() const;
    [[nodiscard]] int wake() const { return wake_; }

   private:
    int wake_ = -1;
    std::mutex mutex_;
    std::vector<Done> done_;
  };

  // Of the reading thread.
  void Loop();
  void TakeArrivals();
  void Take(int socket);
  bool CloseLongestIdle();
  void TakeDone();
  void Read(Connection& connection);
  void Advance(Connection& connection);
  void StartWork(Connection& connection);
  void StartWriting(Connection& connection, std::string out, bool close);
  void Write(Connection& connection);
  void Drain(Connection& connection);
  void Close(int socket);
  void CloseOverdue();
  [[nodiscard]] bool IsOverdue(const Connection& connection, uint64_t now_ms) const;
  [[nodiscard]] bool MayLeave(uint64_t stop_since_ms);

  void Work();

  const Options options_;
  const Respond respond_;
  const Refuse refuse_;
  int epoll_ = -1;
  const std::shared_ptr<Outbox> outbox_ = std::make_shared<Outbox>();

  // Touched by the reading thread only.
  std::map<int, Connection> connections_;
  std::map<std::string, size_t> per_address_;
  size_t buffered_bytes_ = 0;

  std::mutex mutex_;  // guards what follows
  std::condition_variable has_jobs_;
  std::vector<int> arrivals_;
  std::deque<Job> jobs_;
  bool stopping_ = false;
  bool workers_leave_ = false;

  std::thread loop_;
  std::vector<std::thread> workers_;
};

}  // namespace enishi
