#include "api/http/connection.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

#include "ledger/base/clock.h"

namespace enishi {
namespace {

constexpr size_t kReadBytes = size_t{64} * 1024;

}  // namespace

Connection::Connection(int socket, uint64_t id, Shared& shared)
    : id_(id), shared_(shared), socket_(socket), since_ms_(MonotonicMs()) {}

Connection::~Connection() { Close(); }

void Connection::Await() {
  const std::lock_guard lock(mutex_);
  Arm(false);
}

std::optional<FramedRequest> Connection::Attend() {
  const std::lock_guard lock(mutex_);
  if (state_ == State::kWriting) Write();
  if (state_ == State::kReading) Read();
  if (state_ == State::kDraining) Drain();
  if (state_ == State::kWorking) return TakeRequest();
  Arm(false);
  return std::nullopt;
}

void Connection::Answer(std::string bytes) {
  const std::lock_guard lock(mutex_);
  if (state_ != State::kWorking) return;
  StartWriting(std::move(bytes), close_);
  // This may not be a worker thread, so a worker has to take the requests in the buffer.
  Arm(!in_.empty());
}

void Connection::Refuse(const FrameRefusal& refusal) {
  const std::lock_guard lock(mutex_);
  if (state_ != State::kReading) return;
  StartWriting(shared_.refuse(refusal), true);
  Arm(false);
}

void Connection::Read() {
  std::array<char, kReadBytes> bytes;  // not cleared: recv returns how much it filled
  const FrameLimits& limits = shared_.options.limits;
  const size_t most = limits.head_bytes + limits.body_bytes;
  while (in_.size() <= most) {
    const ssize_t got = recv(socket_, bytes.data(), bytes.size(), 0);
    if (got > 0) {
      if (in_.empty()) since_ms_ = MonotonicMs();
      in_.append(bytes.data(), static_cast<size_t>(got));
      // Stop early, so that an endless head is refused before more of it is read.
      if (!head_ && in_.size() > limits.head_bytes) break;
      // The socket is empty; epoll reports further bytes.
      if (static_cast<size_t>(got) < bytes.size()) break;
      continue;
    }
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
    ended_ = true;
    break;
  }
  Account();
  if (shared_.buffered_bytes > shared_.options.buffered_bytes_max) {
    StartWriting(shared_.refuse({503, "the server is receiving too much; try again"}), true);
    return;
  }
  Advance();
}

// Checks whether the bytes so far are a complete request.
void Connection::Advance() {
  const FrameLimits& limits = shared_.options.limits;
  if (!head_) {
    const std::string_view bytes(in_);
    const auto end = FindHeadEnd(bytes, searched_);
    searched_ = bytes.size();
    if (!end && bytes.size() <= limits.head_bytes) {
      if (ended_) CloseSocket();
      return;
    }
    auto head = end ? ReadHead(bytes.substr(0, *end), limits)
                    : Result<RequestHead, FrameRefusal>(FrameRefusal{431, "the head is too large"});
    if (!head) return StartWriting(shared_.refuse(head.error()), true);
    head_ = *std::move(head);
    head_bytes_ = *end;
  }
  if (in_.size() >= head_bytes_ + head_->content_length) {
    state_ = State::kWorking;
  } else if (ended_) {
    CloseSocket();
  }
}

FramedRequest Connection::TakeRequest() {
  FramedRequest request{*std::move(head_), {}};
  std::string rest = in_.substr(head_bytes_ + request.head.content_length);
  in_.resize(head_bytes_ + request.head.content_length);
  in_.erase(0, head_bytes_);
  request.body = std::exchange(in_, std::move(rest));
  Account();
  head_.reset();
  searched_ = 0;
  close_ = request.head.close;
  return request;
}

void Connection::StartWriting(std::string out, bool close) {
  state_ = State::kWriting;
  out_ = std::move(out);
  sent_ = 0;
  close_ = close;
  since_ms_ = MonotonicMs();
  Write();
}

void Connection::Write() {
  while (sent_ < out_.size()) {
    const std::string_view rest = std::string_view(out_).substr(sent_);
    const ssize_t sent = send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      sent_ += static_cast<size_t>(sent);
      continue;
    }
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
    return CloseSocket();
  }
  out_ = {};
  since_ms_ = MonotonicMs();
  state_ = State::kReading;
  if (!close_) return;
  shutdown(socket_, SHUT_WR);
  state_ = State::kDraining;
}

void Connection::Drain() {
  std::array<char, kReadBytes> bytes;
  while (true) {
    const ssize_t got = recv(socket_, bytes.data(), bytes.size(), 0);
    if (got > 0 || (got < 0 && errno == EINTR)) continue;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
    return CloseSocket();
  }
}

// Updates the shared sum of buffered bytes.
void Connection::Account() {
  shared_.buffered_bytes += in_.size() - accounted_;  // unsigned: a decrease wraps around
  accounted_ = in_.size();
}

// Registers for one event. With `soon` the event comes at once even if no bytes arrive, because the
// buffer holds a request: a writable socket reports EPOLLOUT immediately.
void Connection::Arm(bool soon) {
  epoll_event event{};
  event.data.u64 = id_;
  event.events = EPOLLONESHOT;
  switch (state_) {
    case State::kReading:
    case State::kDraining:
      event.events |= EPOLLIN | EPOLLRDHUP | (soon ? EPOLLOUT : 0U);
      break;
    case State::kWriting:
      event.events |= EPOLLOUT;
      break;
    case State::kWorking:
    case State::kClosed:
      return;
  }
  if (epoll_ctl(shared_.epoll, EPOLL_CTL_MOD, socket_, &event) != 0) CloseSocket();
}

void Connection::CloseSocket() {
  if (state_ == State::kClosed) return;
  state_ = State::kClosed;
  close(std::exchange(socket_, -1));
  in_ = {};
  out_ = {};
  Account();
}

void Connection::Close() {
  const std::lock_guard lock(mutex_);
  CloseSocket();
}

void Connection::CloseWhenUnused() {
  const std::lock_guard lock(mutex_);
  if (state_ == State::kReading || state_ == State::kDraining) CloseSocket();
}

void Connection::CloseWhenOverdue(uint64_t now_ms) {
  const std::lock_guard lock(mutex_);
  if (IsOverdue(now_ms)) CloseSocket();
}

bool Connection::IsOverdue(uint64_t now_ms) const {
  // A request may have begun after the caller read the clock.
  const uint64_t age_ms = now_ms > since_ms_ ? now_ms - since_ms_ : 0;
  const ConnectionOptions& options = shared_.options;
  switch (state_) {
    case State::kReading:
      return age_ms > (in_.empty() ? options.idle_ms : options.request_ms);
    case State::kWriting:
      return age_ms > options.response_ms;
    case State::kDraining:
      return age_ms > options.drain_ms;
    case State::kWorking:
    case State::kClosed:
      return false;
  }
  return false;
}

bool Connection::is_closed() const {
  const std::lock_guard lock(mutex_);
  return state_ == State::kClosed;
}

std::optional<uint64_t> Connection::IdleSince() const {
  const std::lock_guard lock(mutex_);
  if (state_ != State::kReading || !in_.empty()) return std::nullopt;
  return since_ms_;
}

}  // namespace enishi
