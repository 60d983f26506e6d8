#include "api/connections.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <utility>

namespace enishi {
namespace {

constexpr int kEventsMax = 256;
constexpr int kTickMs = 250;
constexpr size_t kReadBytes = size_t{64} * 1024;
constexpr size_t kWorkersLeast = 4;
// Connections beyond the limit that are told so; beyond these they are closed without a word.
constexpr size_t kRefusedAtOnce = 64;

uint64_t MonotonicMs() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

// Who is at the other end, for counting: an IPv4 address, or the half of an IPv6 address that a
// provider gives to one customer.
std::string AddressOf(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  if (getpeername(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  if (address.ss_family == AF_INET) {
    const auto* four = reinterpret_cast<const sockaddr_in*>(&address);
    return {reinterpret_cast<const char*>(&four->sin_addr), sizeof(four->sin_addr)};
  }
  if (address.ss_family != AF_INET6) return {};
  const auto* six = reinterpret_cast<const sockaddr_in6*>(&address);
  return {reinterpret_cast<const char*>(&six->sin6_addr), sizeof(six->sin6_addr) / 2};
}

}  // namespace

size_t Connections::DefaultWorkers() {
  return std::max<size_t>(kWorkersLeast, std::thread::hardware_concurrency());
}

Connections::Outbox::Outbox() : wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) { CHECK(wake_ >= 0); }

Connections::Outbox::~Outbox() { close(wake_); }

void Connections::Outbox::Put(Done done) {
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    first = done_.empty();
    done_.push_back(std::move(done));
  }
  // Whoever put the first one has woken the reader, which takes them all.
  if (first) Wake();
}

std::vector<Connections::Done> Connections::Outbox::Take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(done_, {});
}

void Connections::Outbox::Wake() const {
  const uint64_t one = 1;
  // A full counter wakes the reader just as well, so the result says nothing.
  [[maybe_unused]] const ssize_t written = write(wake_, &one, sizeof(one));
}

Connections::Connections(Options options, Respond respond, Refuse refuse)
    : options_(options), respond_(std::move(respond)), refuse_(std::move(refuse)) {
  epoll_ = epoll_create1(EPOLL_CLOEXEC);
  CHECK(epoll_ >= 0);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = outbox_->wake();
  CHECK(epoll_ctl(epoll_, EPOLL_CTL_ADD, outbox_->wake(), &event) == 0);
  loop_ = std::thread([this] { Loop(); });
  const size_t workers = options_.workers > 0 ? options_.workers : DefaultWorkers();
  for (size_t i = 0; i < workers; ++i) workers_.emplace_back([this] { Work(); });
}

Connections::~Connections() {
  Stop();
  close(epoll_);
}

void Connections::Add(int socket) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_) {
      arrivals_.push_back(socket);
      socket = -1;
    }
  }
  if (socket >= 0) close(socket);
  outbox_->Wake();
}

void Connections::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  outbox_->Wake();
  if (loop_.joinable()) loop_.join();
  {
    const std::lock_guard lock(mutex_);
    workers_leave_ = true;
    jobs_.clear();
  }
  has_jobs_.notify_all();
  for (std::thread& worker : workers_) {
    if (worker.joinable()) worker.join();
  }
}

void Connections::Work() {
  while (true) {
    std::unique_lock lock(mutex_);
    has_jobs_.wait(lock, [&] { return !jobs_.empty() || workers_leave_; });
    if (jobs_.empty()) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    respond_(std::move(job.request), [outbox = outbox_, socket = job.socket](std::string out) {
      outbox->Put({socket, std::move(out)});
    });
  }
}

void Connections::Loop() {
  std::array<epoll_event, kEventsMax> events{};
  uint64_t swept_ms = MonotonicMs();
  uint64_t stop_since_ms = 0;
  while (true) {
    const int count = epoll_wait(epoll_, events.data(), kEventsMax, kTickMs);
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events.at(static_cast<size_t>(i));
      if (event.data.fd == outbox_->wake()) {
        uint64_t times = 0;
        [[maybe_unused]] const ssize_t got = read(event.data.fd, &times, sizeof(times));
        continue;
      }
      // A socket closed earlier in this round has no connection any more.
      const auto found = connections_.find(event.data.fd);
      if (found == connections_.end()) continue;
      Connection& connection = found->second;
      // Events are edges: what comes while a worker is busy is read when it is done.
      switch (connection.state) {
        case State::kReading:
          Read(connection);
          break;
        case State::kWriting:
          Write(connection);
          break;
        case State::kDraining:
          Drain(connection);
          break;
        case State::kWorking:
          break;
      }
    }
    TakeArrivals();
    TakeDone();
    const uint64_t now_ms = MonotonicMs();
    if (now_ms - swept_ms >= kTickMs) {
      swept_ms = now_ms;
      CloseOverdue();
    }
    {
      const std::lock_guard lock(mutex_);
      if (!stopping_) continue;
    }
    if (stop_since_ms == 0) stop_since_ms = now_ms;
    if (MayLeave(stop_since_ms)) break;
  }
  while (!connections_.empty()) Close(connections_.begin()->first);
}

bool Connections::MayLeave(uint64_t stop_since_ms) {
  std::vector<int> idle;
  for (const auto& [socket, connection] : connections_) {
    const bool idle_now =
        connection.state == State::kReading || connection.state == State::kDraining;
    if (idle_now) idle.push_back(socket);
  }
  for (const int socket : idle) Close(socket);
  return connections_.empty() || MonotonicMs() - stop_since_ms >= options_.stop_ms;
}

void Connections::TakeArrivals() {
  std::vector<int> arrivals;
  {
    const std::lock_guard lock(mutex_);
    arrivals.swap(arrivals_);
  }
  for (const int socket : arrivals) Take(socket);
}

void Connections::Take(int socket) {
  const bool is_full = connections_.size() >= options_.connections_max && !CloseLongestIdle();
  const int flags = fcntl(socket, F_GETFL, 0);
  const int one = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.fd = socket;
  if (connections_.size() >= options_.connections_max + kRefusedAtOnce || flags < 0 ||
      fcntl(socket, F_SETFL, flags | O_NONBLOCK) < 0 ||
      epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event) < 0) {
    close(socket);
    return;
  }
  Connection& connection = connections_[socket];
  connection.socket = socket;
  connection.address = AddressOf(socket);
  connection.since_ms = MonotonicMs();
  if (++per_address_[connection.address] > options_.connections_per_address_max || is_full) {
    StartWriting(connection, refuse_({503, "too many connections; try again"}), true);
    return;
  }
  Read(connection);
}

// Makes room by ending what nobody uses; false where all are in use.
bool Connections::CloseLongestIdle() {
  const Connection* longest = nullptr;
  for (const auto& [socket, connection] : connections_) {
    if (connection.state != State::kReading || !connection.in.empty()) continue;
    if (longest == nullptr || connection.since_ms < longest->since_ms) longest = &connection;
  }
  if (longest != nullptr) Close(longest->socket);
  return longest != nullptr;
}

void Connections::TakeDone() {
  for (Done& one : outbox_->Take()) {
    // A connection is never closed before its request is answered, so it is still there.
    Connection& connection = connections_.at(one.socket);
    StartWriting(connection, std::move(one.out), connection.close);
  }
}

void Connections::Read(Connection& connection) {
  std::array<char, kReadBytes> bytes;  // not cleared: recv says how much of it counts
  const FrameLimits& limits = options_.limits;
  const size_t most = limits.head_bytes + limits.body_bytes;
  while (connection.in.size() <= most) {
    const ssize_t got = recv(connection.socket, bytes.data(), bytes.size(), 0);
    if (got > 0) {
      if (connection.in.empty()) connection.since_ms = MonotonicMs();
      connection.in.append(bytes.data(), static_cast<size_t>(got));
      buffered_bytes_ += static_cast<size_t>(got);
      // Looked at early, so that a head without end is refused before it is read.
      if (!connection.head && connection.in.size() > limits.head_bytes) break;
      continue;
    }
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
    connection.ended = true;
    break;
  }
  if (buffered_bytes_ > options_.buffered_bytes_max) {
    StartWriting(connection, refuse_({503, "too much is being received; try again"}), true);
    return;
  }
  Advance(connection);
}

void Connections::Advance(Connection& connection) {
  const FrameLimits& limits = options_.limits;
  if (!connection.head) {
    const std::string_view bytes(connection.in);
    const auto end = FindHeadEnd(bytes, connection.searched);
    connection.searched = bytes.size();
    if (!end && bytes.size() <= limits.head_bytes) {
      if (connection.ended) Close(connection.socket);
      return;
    }
    auto head = end ? ReadHead(bytes.substr(0, *end), limits)
                    : Result<RequestHead, FrameRefusal>(FrameRefusal{431, "the head is too large"});
    if (!head) {
      StartWriting(connection, refuse_(head.error()), true);
      return;
    }
    connection.head = *std::move(head);
    connection.head_bytes = *end;
    // The part of the body that came with the head may not be all that the socket has.
    if (connection.in.size() < connection.head_bytes + connection.head->content_length &&
        !connection.ended) {
      Read(connection);
      return;
    }
  }
  if (connection.in.size() >= connection.head_bytes + connection.head->content_length) {
    StartWork(connection);
  } else if (connection.ended) {
    Close(connection.socket);
  }
}

void Connections::StartWork(Connection& connection) {
  const size_t length = connection.head->content_length;
  Job job{connection.socket, {*std::move(connection.head), {}}};
  job.request.body = connection.in.substr(connection.head_bytes, length);
  buffered_bytes_ -= connection.head_bytes + length;
  connection.in.erase(0, connection.head_bytes + length);
  connection.head.reset();
  connection.searched = 0;
  connection.close = job.request.head.close;
  connection.state = State::kWorking;
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  has_jobs_.notify_one();
}

void Connections::StartWriting(Connection& connection, std::string out, bool close) {
  connection.state = State::kWriting;
  connection.out = std::move(out);
  connection.sent = 0;
  connection.close = close;
  connection.since_ms = MonotonicMs();
  Write(connection);
}

void Connections::Write(Connection& connection) {
  while (connection.sent < connection.out.size()) {
    const std::string_view rest = std::string_view(connection.out).substr(connection.sent);
    const ssize_t sent = send(connection.socket, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      connection.sent += static_cast<size_t>(sent);
      continue;
    }
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
    Close(connection.socket);
    return;
  }
  connection.out.clear();
  connection.out.shrink_to_fit();
  connection.since_ms = MonotonicMs();
  if (connection.close) {
    shutdown(connection.socket, SHUT_WR);
    connection.state = State::kDraining;
    Drain(connection);
    return;
  }
  connection.state = State::kReading;
  // What came meanwhile made its edge already. Requests that wait in the buffer are answered one
  // after another, each by a worker, so this does not go deep.
  Read(connection);
}

void Connections::Drain(Connection& connection) {
  std::array<char, kReadBytes> bytes;
  while (true) {
    const ssize_t got = recv(connection.socket, bytes.data(), bytes.size(), 0);
    if (got > 0 || (got < 0 && errno == EINTR)) continue;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
    Close(connection.socket);
    return;
  }
}

void Connections::Close(int socket) {
  const auto found = connections_.find(socket);
  if (found == connections_.end()) return;
  buffered_bytes_ -= found->second.in.size();
  const auto count = per_address_.find(found->second.address);
  if (--count->second == 0) per_address_.erase(count);
  connections_.erase(found);
  close(socket);
}

bool Connections::IsOverdue(const Connection& connection, uint64_t now_ms) const {
  const uint64_t age_ms = now_ms - connection.since_ms;
  switch (connection.state) {
    case State::kReading:
      return age_ms > (connection.in.empty() ? options_.idle_ms : options_.request_ms);
    case State::kWorking:
      return false;
    case State::kWriting:
      return age_ms > options_.response_ms;
    case State::kDraining:
      return age_ms > options_.drain_ms;
  }
  return false;
}

void Connections::CloseOverdue() {
  const uint64_t now_ms = MonotonicMs();
  std::vector<int> overdue;
  for (const auto& [socket, connection] : connections_) {
    if (IsOverdue(connection, now_ms)) overdue.push_back(socket);
  }
  for (const int socket : overdue) Close(socket);
}

}  // namespace enishi
