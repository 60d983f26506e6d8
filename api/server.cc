#include "api/server.h"

#include <httplib.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <thread>
#include <utility>

#include "api/problems.h"
#include "ledger/core/hash.h"

namespace enishi {
namespace {

constexpr int kBacklog = 1024;
constexpr size_t kRunIdBytes = 4;
constexpr std::string_view kRequestIdHeader = "X-Request-Id";

// A request head in memory, and room for the answer: all that the library gets to see of a
// connection.
class MemoryStream : public httplib::Stream {
 public:
  explicit MemoryStream(std::string in) : in_(std::move(in)) {}

  [[nodiscard]] bool is_readable() const override { return true; }
  [[nodiscard]] bool is_writable() const override { return true; }
  ssize_t read(char* bytes, size_t size) override {
    const size_t count = std::min(size, in_.size() - at_);
    std::memcpy(bytes, in_.data() + at_, count);
    at_ += count;
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* bytes, size_t size) override {
    out_.append(bytes, size);
    return static_cast<ssize_t>(size);
  }
  // Nobody's address is used: proxies hide it, and logs do without it.
  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  [[nodiscard]] socket_t socket() const override { return INVALID_SOCKET; }

  std::string TakeOutput() { return std::move(out_); }

 private:
  std::string in_;
  size_t at_ = 0;
  std::string out_;
};

// Runs what is queued at once: the library's accepting thread only hands sockets over.
class RunAtOnce : public httplib::TaskQueue {
 public:
  void enqueue(std::function<void()> task) override { task(); }
  void shutdown() override {}
};

}  // namespace

// The library's server, with its handling of connections replaced.
class HttpServer::Front : public httplib::Server {
 public:
  Front(const HttpServer::Options& options, HttpServer::Handler handler)
      : handler_(std::move(handler)),
        run_id_(HexEncode(RandomBytes(kRunIdBytes))),
        connections_(
            options.connections, [this](const FramedRequest& request) { return Respond(request); },
            [this](const FrameRefusal& refusal) { return Refuse(refusal); }) {
    new_task_queue = [] { return new RunAtOnce; };  // the library deletes it
    // The library's default also sets SO_REUSEPORT, with which two processes share a port.
    set_socket_options([](socket_t sock) {
      const int one = 1;
      setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    });
    set_keep_alive_timeout(static_cast<time_t>(options.connections.idle_ms / 1000));
    set_payload_max_length(options.connections.limits.body_bytes);
    set_pre_routing_handler([this](const httplib::Request& wire, httplib::Response& answer) {
      Answer(wire, answer);
      return HandlerResponse::Handled;
    });
    set_exception_handler([](const httplib::Request& wire, httplib::Response& answer,
                             const std::exception_ptr& /*error*/) {
      // Its text stays inside: it may hold what was sent.
      Put(ProblemResponse(Problem::kInternalError), wire.get_header_value("X-Request-Id"), answer);
    });
    set_error_handler([](const httplib::Request& wire, httplib::Response& answer) {
      if (!answer.body.empty()) return;
      Put(FrameProblemResponse(answer.status, ""), wire.get_header_value("X-Request-Id"), answer);
    });
  }

  Result<Unit, std::string> Start(const HttpServer::Options& options) {
    port_ = options.port;
    const bool bound = options.port == 0 ? (port_ = bind_to_any_port(options.host)) > 0
                                         : bind_to_port(options.host, options.port);
    if (!bound) return "cannot listen on " + options.host + ":" + std::to_string(options.port);
    // The library listens with room for five; saying it again widens the queue.
    ::listen(svr_sock_, kBacklog);
    accepting_ = std::thread([this] { listen_after_bind(); });
    while (!is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return Unit{};
  }

  void StopAll() {
    if (accepting_.joinable()) {
      stop();
      accepting_.join();
    }
    connections_.Stop();
  }

  [[nodiscard]] uint16_t port() const { return static_cast<uint16_t>(port_); }

 private:
  bool process_and_close_socket(socket_t sock) override {
    connections_.Add(sock);
    return true;
  }

  static void Put(Response response, const std::string& id, httplib::Response& answer) {
    answer.status = response.status;
    answer.headers.erase("Content-Type");
    answer.set_header("Content-Type", response.content_type);
    answer.set_header(std::string(kRequestIdHeader), id);
    answer.set_header("X-Content-Type-Options", "nosniff");
    for (const auto& [name, value] : response.headers) answer.set_header(name, value);
    answer.body = std::move(response.body);
  }

  std::string NextId() { return run_id_ + "-" + std::to_string(++count_); }

  void Answer(const httplib::Request& wire, httplib::Response& answer) {
    Request request;
    request.method = wire.method;
    request.path = wire.path;
    request.query.assign(wire.params.begin(), wire.params.end());
    request.content_type = wire.get_header_value("Content-Type");
    request.authorization = wire.get_header_value("Authorization");
    request.body = wire.body;
    request.id = wire.get_header_value("X-Request-Id");
    Put(handler_(request), request.id, answer);
  }

  // What a worker does with a request: the library reads the target from a head that holds nothing
  // else, and gets the few headers that routes look at, and the body, past its own reader.
  std::string Respond(const FramedRequest& framed) {
    const RequestHead& head = framed.head;
    MemoryStream stream(head.method + " " + head.target + " HTTP/1.1\r\n" +
                        (head.close ? "Connection: close\r\n\r\n" : "\r\n"));
    bool closed = false;
    process_request(stream, head.close, closed, [&](httplib::Request& wire) {
      wire.set_header("X-Request-Id", NextId());
      const auto copy = [&](const char* name, std::string_view lower) {
        const std::string_view value = head.Value(lower);
        if (!value.empty()) wire.set_header(name, std::string(value));
      };
      copy("Content-Type", "content-type");
      copy("Authorization", "authorization");
      wire.body = framed.body;
    });
    return stream.TakeOutput();
  }

  // An answer to what never became a request; the library has no part in it.
  std::string Refuse(const FrameRefusal& refusal) {
    const Response response = FrameProblemResponse(refusal.status, refusal.detail);
    return "HTTP/1.1 " + std::to_string(refusal.status) +
           " Refused\r\nContent-Type: " + response.content_type +
           "\r\nContent-Length: " + std::to_string(response.body.size()) +
           "\r\nX-Request-Id: " + NextId() + "\r\nConnection: close\r\n\r\n" + response.body;
  }

  const HttpServer::Handler handler_;
  const std::string run_id_;
  std::atomic<uint64_t> count_ = 0;
  int port_ = 0;
  std::thread accepting_;
  Connections connections_;  // last, so that its workers stop before the rest goes
};

Result<std::unique_ptr<HttpServer>, std::string> HttpServer::Listen(const Options& options,
                                                                    Handler handler) {
  auto front = std::make_unique<Front>(options, std::move(handler));
  if (auto started = front->Start(options); !started) {
    front->StopAll();
    return started.error();
  }
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(front)));
}

HttpServer::HttpServer(std::unique_ptr<Front> front) : front_(std::move(front)) {}
HttpServer::~HttpServer() { Stop(); }
uint16_t HttpServer::port() const { return front_->port(); }
void HttpServer::Stop() { front_->StopAll(); }

}  // namespace enishi
