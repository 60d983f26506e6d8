#include "tests/bench/load.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <csignal>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace enishi::bench {
namespace {

constexpr size_t kReadBytes = size_t{64} * 1024;
constexpr int kEventsMax = 256;
constexpr int kPatienceMs = 30'000;
constexpr std::string_view kLength = "Content-Length: ";
constexpr std::string_view kStatus = "\"status\":";

// Set by SIGTERM, when the measurement next to this load is complete.
volatile std::sig_atomic_t enough = 0;
void BeginNoMore(int /*signal*/) { enough = 1; }

// The requests, in order.
struct Requests {
  std::vector<std::string> heads;
  std::vector<std::string> bodies;
  std::vector<uint64_t> lines;
};

Result<Requests, std::string> ReadRequests(const Load& load) {
  std::ifstream file(load.file);
  if (!file) return load.file + " cannot be read";
  std::string line;
  for (uint64_t i = 0; i < load.skip; ++i) {
    if (!std::getline(file, line)) return load.file + " is too short";
  }
  Requests requests;
  const char* type = load.batch > 1 ? "application/x-ndjson" : "application/json";
  uint64_t taken = 0;
  while ((load.count == 0 || taken < load.count) && std::getline(file, line)) {
    ++taken;
    if (requests.bodies.empty() || requests.lines.back() == load.batch) {
      requests.bodies.emplace_back();
      requests.lines.push_back(0);
    }
    requests.bodies.back() += line;
    if (load.batch > 1) requests.bodies.back() += '\n';
    ++requests.lines.back();
  }
  if (taken < load.count) return load.file + " is too short";
  for (const std::string& body : requests.bodies) {
    requests.heads.push_back(
        "POST /v1/instructions HTTP/1.1\r\nHost: bench\r\nContent-Type: " + std::string(type) +
        "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n");
  }
  return requests;
}

struct Connection {
  int socket = -1;
  size_t request = 0;    // the current one
  size_t group_end = 0;  // the first request of the next group
  size_t sent = 0;
  std::string in;
  uint64_t began_us = 0;
  uint64_t group_began_us = 0;
};

// The end of the head and the whole length, if the answer is complete.
struct Answer {
  std::string_view head;
  std::string_view body;
};
std::optional<Answer> WholeAnswer(std::string_view in) {
  const size_t end = in.find("\r\n\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view head = in.substr(0, end + 4);
  const size_t at = head.find(kLength);
  size_t length = 0;
  if (at != std::string_view::npos) {
    std::from_chars(head.data() + at + kLength.size(), head.data() + head.size(), length);
  }
  if (in.size() < head.size() + length) return std::nullopt;
  return Answer{head, in.substr(head.size(), length)};
}

class Sending {
 public:
  Sending(const Load& load, const Requests& requests) : load_(load), requests_(requests) {
    latencies_.reserve(requests.bodies.size());
  }
  ~Sending() {
    for (const Connection& connection : connections_) close(connection.socket);
    if (epoll_ >= 0) close(epoll_);
  }
  Sending(const Sending&) = delete;
  Sending& operator=(const Sending&) = delete;

  Result<Json, std::string> Go() {
    if (auto connected = ConnectAll(); !connected) return connected.error();
    const uint64_t began_us = MonotonicUs();
    const uint64_t cpu_us = CpuUs();
    for (Connection& connection : connections_) StartNext(connection);
    std::array<epoll_event, kEventsMax> events{};
    while (answered_ < Due() && problem_.empty()) {
      const int count = epoll_wait(epoll_, events.data(), kEventsMax, kPatienceMs);
      if (count == 0) problem_ = "no answer for 30 seconds";
      for (int i = 0; i < count; ++i) {
        const epoll_event& event = events.at(static_cast<size_t>(i));
        Connection& connection = connections_[event.data.u64];
        if ((event.events & EPOLLOUT) != 0) Send(connection);
        if ((event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) Receive(connection);
      }
    }
    if (!problem_.empty()) return problem_;
    Json statuses;
    for (const auto& [status, count] : statuses_) statuses[status] = count;
    Json report = Json::object({{"requests", uint64_t{answered_}},
                                {"lines", Lines()},
                                {"us", MonotonicUs() - began_us},
                                {"cpu_us", CpuUs() - cpu_us},
                                {"latency_us", Percentiles(latencies_)},
                                {"statuses", statuses}});
    if (load_.group > 1) report["group_us"] = Percentiles(groups_);
    if (!first_refusal_.empty()) report["first_refusal"] = first_refusal_;
    return report;
  }

 private:
  Result<Unit, std::string> ConnectAll() {
    epoll_ = epoll_create1(EPOLL_CLOEXEC);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(load_.port);
    if (inet_pton(AF_INET, load_.host.c_str(), &address.sin_addr) != 1)
      return std::string("bad --host");
    const size_t groups = (requests_.bodies.size() + load_.group - 1) / load_.group;
    connections_.resize(std::min<size_t>(load_.connections, groups));
    for (size_t i = 0; i < connections_.size(); ++i) {
      const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      connections_[i].socket = socket;
      const int one = 1;
      setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
      if (connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
          fcntl(socket, F_SETFL, O_NONBLOCK) != 0) {
        return "cannot connect to port " + std::to_string(load_.port);
      }
      epoll_event event{};
      event.events = EPOLLIN | EPOLLOUT | EPOLLET;
      event.data.u64 = i;
      if (epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event) != 0)
        return std::string("cannot add a socket to epoll");
    }
    return Unit{};
  }

  // The next request of the connection's group, or the first of the next group.
  void StartNext(Connection& connection) {
    const uint64_t now_us = MonotonicUs();
    if (connection.began_us != 0 && connection.request + 1 < connection.group_end) {
      ++connection.request;
    } else {
      if (connection.began_us != 0 && load_.group > 1) {
        groups_.push_back(now_us - connection.group_began_us);
      }
      if (enough != 0 || next_ >= requests_.bodies.size()) {
        connection.group_end = 0;
        return;
      }
      connection.request = next_;
      next_ = std::min<size_t>(next_ + load_.group, requests_.bodies.size());
      connection.group_end = next_;
      connection.group_began_us = now_us;
    }
    connection.sent = 0;
    connection.began_us = now_us;
    Send(connection);
  }

  void Send(Connection& connection) {
    if (connection.group_end == 0) return;
    const std::string& head = requests_.heads[connection.request];
    const std::string& body = requests_.bodies[connection.request];
    while (connection.sent < head.size() + body.size()) {
      const size_t of_head = std::min(connection.sent, head.size());
      const size_t of_body = connection.sent - of_head;
      std::array<iovec, 2> pieces{
          iovec{const_cast<char*>(head.data()) + of_head, head.size() - of_head},
          iovec{const_cast<char*>(body.data()) + of_body, body.size() - of_body}};
      const ssize_t sent = writev(connection.socket, pieces.data(), pieces.size());
      if (sent < 0) {
        if (errno != EAGAIN && errno != EINTR) problem_ = "a connection was closed while sending";
        return;
      }
      connection.sent += static_cast<size_t>(sent);
    }
  }

  void Receive(Connection& connection) {
    std::array<char, kReadBytes> bytes;
    while (true) {
      const ssize_t got = recv(connection.socket, bytes.data(), bytes.size(), 0);
      if (got > 0) {
        connection.in.append(bytes.data(), static_cast<size_t>(got));
        if (static_cast<size_t>(got) == bytes.size()) continue;
        break;
      }
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && errno == EAGAIN) break;
      problem_ = "a connection was closed by the server";
      return;
    }
    if (connection.group_end == 0) return;
    const auto answer = WholeAnswer(connection.in);
    if (!answer) return;
    Count(*answer);
    connection.in.clear();
    latencies_.push_back(MonotonicUs() - connection.began_us);
    ++answered_;
    StartNext(connection);
  }

  void Count(const Answer& answer) {
    if (load_.batch == 1) {
      const std::string status(answer.head.substr(std::string_view("HTTP/1.1 ").size(), 3));
      if (++statuses_[status] == 1 && status >= "400") first_refusal_ = answer.body;
      return;
    }
    size_t at = 0;
    while ((at = answer.body.find(kStatus, at)) != std::string_view::npos) {
      at += kStatus.size();
      ++statuses_[std::string(answer.body.substr(at, 3))];
    }
  }

  // The number of requests to answer: all, or those that were begun.
  [[nodiscard]] size_t Due() const { return enough != 0 ? next_ : requests_.bodies.size(); }

  [[nodiscard]] uint64_t Lines() const {
    uint64_t lines = 0;
    for (size_t i = 0; i < Due(); ++i) lines += requests_.lines[i];
    return lines;
  }

  const Load& load_;
  const Requests& requests_;
  int epoll_ = -1;
  std::vector<Connection> connections_;
  size_t next_ = 0;
  size_t answered_ = 0;
  std::vector<uint64_t> latencies_;
  std::vector<uint64_t> groups_;
  std::map<std::string, uint64_t> statuses_;
  std::string first_refusal_;
  std::string problem_;
};

}  // namespace

uint64_t MonotonicUs() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(since).count());
}

uint64_t CpuUs() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto us = [](const timeval& time) {
    return static_cast<uint64_t>(time.tv_sec) * 1'000'000 + static_cast<uint64_t>(time.tv_usec);
  };
  return us(usage.ru_utime) + us(usage.ru_stime);
}

Json Percentiles(std::vector<uint64_t>& waits) {
  if (waits.empty()) return Json::object();
  std::sort(waits.begin(), waits.end());
  const auto at = [&](size_t per_mille) {
    return waits[std::min(waits.size() - 1, waits.size() * per_mille / 1000)];
  };
  return Json::object(
      {{"p50", at(500)}, {"p99", at(990)}, {"p999", at(999)}, {"max", waits.back()}});
}

Result<Json, std::string> Run(const Load& load) {
  const auto requests = ReadRequests(load);
  if (!requests) return requests.error();
  std::signal(SIGTERM, BeginNoMore);
  Sending run(load, *requests);
  return run.Go();
}

}  // namespace enishi::bench
