#include "api/http/connections.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

#include "ledger/base/clock.h"
#include "ledger/base/threads.h"

namespace enishi {
namespace {

constexpr std::chrono::milliseconds kKeepEvery{250};
constexpr std::chrono::milliseconds kStopEvery{10};
constexpr size_t kWorkersLeast = 4;
// This many connections over the limit get an answer of 503; further ones are closed without one.
constexpr size_t kRefusedAtOnce = 64;
constexpr uint64_t kLeaveId = 0;  // the event under this id tells the workers to stop

// The client's address as it is counted: an IPv4 address, or the first half of an IPv6 address,
// which a provider assigns to one customer.
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

bool MakeNonBlocking(int socket) {
  const int flags = fcntl(socket, F_GETFL, 0);
  const int one = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
  return flags >= 0 && fcntl(socket, F_SETFL, flags | O_NONBLOCK) == 0;
}

}  // namespace

// All connections by their ids. Lock order: the pool's lock is never taken under a connection's.
class Connections::Pool {
 public:
  using Id = uint64_t;
  using Held = std::shared_ptr<Connection>;

  Pool(Options options, Refuse refuse) : leave_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    shared_.options = options;
    shared_.refuse = std::move(refuse);
    shared_.epoll = epoll_create1(EPOLL_CLOEXEC);
    CHECK(shared_.epoll >= 0 && leave_ >= 0);
    epoll_event event{};
    event.events = EPOLLIN;  // level-triggered: reported to every worker
    event.data.u64 = kLeaveId;
    CHECK(epoll_ctl(shared_.epoll, EPOLL_CTL_ADD, leave_, &event) == 0);
  }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool() {
    CloseAll();
    close(shared_.epoll);
    close(leave_);
  }

  [[nodiscard]] const Options& options() const { return shared_.options; }

  // Waits for an event and returns its connection, or nullopt if the worker should stop.
  std::optional<std::pair<Id, Held>> Wait() {
    while (true) {
      epoll_event event{};
      const int count = epoll_wait(shared_.epoll, &event, 1, -1);
      if (count <= 0) continue;  // a signal
      if (event.data.u64 == kLeaveId) return std::nullopt;
      const std::lock_guard lock(mutex_);
      const auto at = members_.find(event.data.u64);
      // It may have been closed since.
      if (at != members_.end()) return std::pair(at->first, at->second.connection);
    }
  }

  void Add(int socket) {
    if (count() >= options().connections_max) CloseLongestIdle();
    const auto joined = Join(socket);
    if (!joined) {
      close(socket);
      return;
    }
    if (joined->is_too_many) {
      joined->connection->Refuse({503, "too many connections; try again"});
    } else {
      // A worker reads it: the accepting thread goes on accepting.
      joined->connection->Await();
    }
    Settle(joined->id, *joined->connection);
  }

  // Forgets a connection that was closed.
  void Settle(Id id, const Connection& connection) {
    if (connection.is_closed()) Forget(id);
  }

  void CloseOverdue() {
    const uint64_t now_ms = MonotonicMs();
    for (const auto& [id, connection] : All()) {
      connection->CloseWhenOverdue(now_ms);
      Settle(id, *connection);
    }
  }

  // Accepts no more, and closes connections as they become unused until none is left or stop_ms
  // has passed.
  void Finish() {
    const uint64_t began_ms = MonotonicMs();
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    while (MonotonicMs() - began_ms < options().stop_ms) {
      for (const auto& [id, connection] : All()) {
        connection->CloseWhenUnused();
        Settle(id, *connection);
      }
      std::unique_lock lock(mutex_);
      if (changed_.wait_for(lock, kStopEvery, [&] { return members_.empty(); })) return;
    }
  }

  void TellWorkersToLeave() {
    const uint64_t one = 1;
    CHECK(write(leave_, &one, sizeof(one)) == sizeof(one));
    const std::lock_guard lock(mutex_);
    leaving_ = true;
    changed_.notify_all();
  }

  void CloseAll() {
    for (const auto& [id, connection] : All()) {
      connection->Close();
      Forget(id);
    }
  }

  // Returns false if the keeper should stop.
  bool Sleep() {
    std::unique_lock lock(mutex_);
    return !changed_.wait_for(lock, kKeepEvery, [&] { return leaving_; });
  }

 private:
  struct Member {
    Held connection;
    std::string address;  // as AddressOf returns it
  };
  struct Joined {
    Id id;
    Held connection;
    bool is_too_many;
  };

  [[nodiscard]] size_t count() {
    const std::lock_guard lock(mutex_);
    return members_.size();
  }

  std::vector<std::pair<Id, Held>> All() {
    const std::lock_guard lock(mutex_);
    std::vector<std::pair<Id, Held>> all;
    all.reserve(members_.size());
    for (const auto& [id, member] : members_) all.emplace_back(id, member.connection);
    return all;
  }

  std::optional<Joined> Join(int socket) {
    if (!MakeNonBlocking(socket)) return std::nullopt;
    const std::string address = AddressOf(socket);
    const std::lock_guard lock(mutex_);
    if (stopping_ || members_.size() >= options().connections_max + kRefusedAtOnce) {
      return std::nullopt;
    }
    const Id id = ++last_id_;
    epoll_event event{};
    event.events = EPOLLONESHOT;
    event.data.u64 = id;
    if (epoll_ctl(shared_.epoll, EPOLL_CTL_ADD, socket, &event) != 0) return std::nullopt;
    const bool is_full = members_.size() >= options().connections_max;
    auto connection = std::make_shared<Connection>(socket, id, shared_);
    members_.emplace(id, Member{connection, address});
    const bool is_greedy = ++per_address_[address] > options().connections_per_address_max;
    return Joined{id, std::move(connection), is_full || is_greedy};
  }

  void Forget(Id id) {
    Held held;  // destroyed after the lock is released
    const std::lock_guard lock(mutex_);
    const auto at = members_.find(id);
    if (at == members_.end()) return;
    const auto of_address = per_address_.find(at->second.address);
    if (--of_address->second == 0) per_address_.erase(of_address);
    held = std::move(at->second.connection);
    members_.erase(at);
    if (members_.empty()) changed_.notify_all();
  }

  // Closes the connection that has been idle longest, if one is idle.
  void CloseLongestIdle() {
    std::pair<Id, Held> longest;
    std::pair<uint64_t, Id> earliest{UINT64_MAX, 0};  // since when, and who came first
    for (auto& [id, connection] : All()) {
      const auto since_ms = connection->IdleSince();
      if (!since_ms || std::pair(*since_ms, id) >= earliest) continue;
      earliest = {*since_ms, id};
      longest = {id, std::move(connection)};
    }
    if (!longest.second) return;
    longest.second->CloseWhenUnused();
    Settle(longest.first, *longest.second);
  }

  Connection::Shared shared_;
  const int leave_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::unordered_map<Id, Member> members_;
  std::map<std::string, size_t> per_address_;
  Id last_id_ = kLeaveId;
  bool stopping_ = false;
  bool leaving_ = false;
};

size_t Connections::DefaultWorkers() { return std::max(kWorkersLeast, CoreCount()); }

Connections::Connections(Options options, Respond respond, Refuse refuse)
    : respond_(std::move(respond)), pool_(std::make_shared<Pool>(options, std::move(refuse))) {
  try {
    keeper_ = std::thread([this] { Keep(); });
    const size_t workers = options.workers > 0 ? options.workers : DefaultWorkers();
    for (size_t i = 0; i < workers; ++i) workers_.emplace_back([this] { Work(); });
  } catch (...) {
    Stop();  // a thread that was started must not outlive this object
    throw;
  }
}

Connections::~Connections() { Stop(); }

void Connections::Add(int socket) { pool_->Add(socket); }

void Connections::Stop() {
  if (!keeper_.joinable()) return;
  pool_->Finish();
  pool_->TellWorkersToLeave();
  keeper_.join();
  for (std::thread& worker : workers_) worker.join();
  pool_->CloseAll();
}

void Connections::Work() {
  while (auto next = pool_->Wait()) {
    const auto [id, connection] = *std::move(next);
    if (auto request = connection->Attend()) {
      respond_(*std::move(request),
               [pool = pool_, id = id, connection = connection](std::string out) {
                 connection->Answer(std::move(out));
                 pool->Settle(id, *connection);
               });
    } else {
      pool_->Settle(id, *connection);
    }
  }
}

void Connections::Keep() {
  while (pool_->Sleep()) pool_->CloseOverdue();
}

}  // namespace enishi
