#include "api/http/server.h"

#include <httplib.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <thread>
#include <utility>

#include "api/http/problems.h"
#include "api/http/status.h"
#include "ledger/base/hash.h"

namespace enishi {
namespace {

constexpr int kBacklog = 1024;
constexpr size_t kRunIdBytes = 4;
constexpr std::string_view kRequestIdHeader = "X-Request-Id";

// A request head in memory. It is all that the library sees of a connection; what the library
// writes is dropped.
class HeadStream : public httplib::Stream {
 public:
  explicit HeadStream(std::string head) : head_(std::move(head)) {}

  [[nodiscard]] bool is_readable() const override { return true; }
  [[nodiscard]] bool is_writable() const override { return true; }
  ssize_t read(char* bytes, size_t size) override {
    const size_t count = std::min(size, head_.size() - at_);
    std::memcpy(bytes, head_.data() + at_, count);
    at_ += count;
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* /*bytes*/, size_t size) override { return static_cast<ssize_t>(size); }
  // Client addresses are not used: a proxy hides them, and logs do not contain them.
  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  [[nodiscard]] socket_t socket() const override { return INVALID_SOCKET; }

 private:
  std::string head_;
  size_t at_ = 0;
};

// Runs each task at once: the library's accepting thread only hands sockets over.
class RunAtOnce : public httplib::TaskQueue {
 public:
  void enqueue(std::function<void()> task) override { task(); }
  void shutdown() override {}
};

// What the answer to a request needs to know of it.
struct Exchange {
  std::string id;
  bool head_only = false;  // a HEAD request: the answer's head, without its body
  bool close = false;      // the connection ends after the answer
};

// The bytes of an answer. Header values are the server's own and contain no line ends.
std::string WriteAnswer(const Response& response, const Exchange& exchange) {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + " ";
  out.append(ReasonPhrase(response.status)).append("\r\n");
  const auto add = [&](std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
  };
  add("Content-Type", response.content_type);
  add("Content-Length", std::to_string(response.body.size()));
  add(kRequestIdHeader, exchange.id);
  add("X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : response.headers) add(name, value);
  if (exchange.close) add("Connection", "close");
  out += "\r\n";
  if (!exchange.head_only) out += response.body;
  return out;
}

}  // namespace

// The library's server, with its handling of connections replaced.
class HttpServer::Front : public httplib::Server {
 public:
  Front(const HttpServer::Options& options, HttpServer::Handler handler)
      : handler_(std::move(handler)),
        run_id_(HexEncode(RandomBytes(kRunIdBytes))),
        connections_(
            options.connections,
            [this](FramedRequest request, const Connections::SendBytes& reply) {
              Respond(std::move(request), reply);
            },
            [this](const FrameRefusal& refusal) {
              return WriteAnswer(FrameProblemResponse(refusal.status, refusal.detail),
                                 {.id = NextId(), .close = true});
            }) {
    new_task_queue = [] { return new RunAtOnce; };  // the library deletes it
    // The library's default also sets SO_REUSEPORT, with which two processes share a port.
    set_socket_options([](socket_t sock) {
      const int one = 1;
      setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    });
    // The library only reads the target; everything after that is done here.
    set_pre_routing_handler([](const httplib::Request& /*wire*/, httplib::Response& /*answer*/) {
      return HandlerResponse::Handled;
    });
  }

  Result<Unit, std::string> Start(const HttpServer::Options& options) {
    port_ = options.port;
    const bool bound = options.port == 0 ? (port_ = bind_to_any_port(options.host)) > 0
                                         : bind_to_port(options.host, options.port);
    if (!bound) return "cannot listen on " + options.host + ":" + std::to_string(options.port);
    // The library listens with a backlog of five; a second call raises it.
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

  std::string NextId() { return run_id_ + "-" + std::to_string(++count_); }

  // Takes a plain path as it is and lets the library decode any other target, from a head that
  // contains nothing else. Returns false if the target is malformed.
  bool ReadTarget(const RequestHead& head, Request& request) {
    if (head.target.find_first_of("%?#+") == std::string::npos) {
      request.path = head.target;
      return true;
    }
    HeadStream stream(head.method + " " + head.target + " HTTP/1.1\r\n\r\n");
    bool closed = false;
    bool is_read = false;
    process_request(stream, false, closed, [&](httplib::Request& wire) {
      request.path = wire.path;
      request.query.assign(wire.params.begin(), wire.params.end());
      is_read = true;
    });
    return is_read;
  }

  // Handles one request on a worker thread.
  void Respond(FramedRequest framed, const Connections::SendBytes& reply) {
    const RequestHead& head = framed.head;
    Exchange exchange{NextId(), head.method == "HEAD", head.close};
    Request request;
    request.method = head.method;
    request.content_type = head.Value("content-type");
    request.authorization = head.Value("authorization");
    request.id = exchange.id;
    if (!ReadTarget(head, request)) {
      reply(WriteAnswer(FrameProblemResponse(400, "the target is malformed"), exchange));
      return;
    }
    request.body = std::move(framed.body);
    // Shared with whatever answers later. Only the first answer is sent.
    auto answered = std::make_shared<std::atomic_flag>();
    const Reply answer = [answered, reply, exchange](const Response& response) {
      if (!answered->test_and_set()) reply(WriteAnswer(response, exchange));
    };
    try {
      handler_(request, answer);
    } catch (...) {
      // The exception's text is not sent: it may contain what the client sent.
      answer(ProblemResponse(Problem::kInternalError));
    }
  }

  const HttpServer::Handler handler_;
  const std::string run_id_;
  std::atomic<uint64_t> count_ = 0;
  int port_ = 0;
  std::thread accepting_;
  Connections connections_;  // last, so that its workers stop before the members that they use
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
