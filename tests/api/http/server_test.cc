#include "api/http/server.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <thread>

#include "api/http/problems.h"
#include "tests/api/http/raw_client.h"
#include "tests/fixtures/refused_threads.h"

namespace enishi::testing {
namespace {

// Requests whose answers are held back.
class HeldBack {
 public:
  void Keep(const Reply& reply) {
    const std::lock_guard lock(mutex_);
    replies_.push_back(reply);
    changed_.notify_all();
  }
  void AwaitCount(size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return replies_.size() >= count; });
  }
  void AnswerAll(const std::string& text) {
    const std::lock_guard lock(mutex_);
    for (const Reply& reply : replies_) reply({200, "text/plain", text});
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Reply> replies_;
};

class Server : public ::testing::Test {
 protected:
  static constexpr int kWorkers = 4;
  static constexpr uint64_t kAnHourMs = 3'600'000;

  void Start(HttpServer::Options options = {}) {
    options.connections.workers = kWorkers;
    auto server = HttpServer::Listen(options, [this](const Request& request, const Reply& reply) {
      ++handled_;
      if (request.path == "/later") return later_(reply);
      reply(handler_(request));
    });
    ASSERT_TRUE(server) << server.error();
    server_ = *std::move(server);
  }
  [[nodiscard]] uint16_t port() const { return server_->port(); }

  static Response Echo(const Request& request) {
    std::string text = request.method + " " + request.path + " " + request.content_type + " " +
                       request.authorization + " " + request.body;
    for (const auto& [name, value] : request.query) text += " " + name + "=" + value;
    return {200, "text/plain", text};
  }
  static std::string BodyOf(const std::string& answer) {
    const size_t end = answer.find("\r\n\r\n");
    return end == std::string::npos ? "" : answer.substr(end + 4);
  }
  std::string Ask(const std::string& bytes) {
    RawClient client(port());
    client.Send(bytes);
    return client.Receive();
  }

  std::function<Response(const Request&)> handler_ = Echo;
  std::function<void(const Reply&)> later_;  // sees to requests for /later
  std::atomic<int> handled_ = 0;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(Server, HandsOverWhatRoutesLookAt) {
  Start();
  const std::string answer =
      Ask("POST /a%20b?x=1&y=%E7%B8%81 HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\n"
          "Authorization: Bearer t\r\nREMOTE_ADDR: 1.2.3.4\r\nContent-Length: 3\r\n\r\nabc");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
  EXPECT_EQ(BodyOf(answer), "POST /a b a/b Bearer t abc x=1 y=縁");
  EXPECT_NE(answer.find("\r\nContent-Type: text/plain\r\n"), std::string::npos);
  EXPECT_NE(answer.find("\r\nX-Request-Id: "), std::string::npos);
}

TEST_F(Server, RequestIdsDiffer) {
  Start();
  handler_ = [](const Request& request) { return Response{200, "text/plain", request.id}; };
  const std::string request = "GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: forged\r\n\r\n";
  const std::string first = Ask(request);
  EXPECT_NE(BodyOf(first), BodyOf(Ask(request)));
  EXPECT_NE(first.find("X-Request-Id: " + BodyOf(first)), std::string::npos);
  EXPECT_EQ(first.find("forged"), std::string::npos);
}

TEST_F(Server, HeadHasNoBodyAndOneConnectionServesMany) {
  Start();
  RawClient client(port());
  client.Send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string head = client.Receive(false);
  EXPECT_TRUE(head.starts_with("HTTP/1.1 200"));
  for (int i = 0; i < 20; ++i) {
    client.Send("GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(BodyOf(client.Receive()), "GET /" + std::to_string(i) + "   ");
  }
}

TEST_F(Server, RequestsSentAtOnceAreAnsweredInOrder) {
  Start();
  RawClient client(port());
  std::string all;
  for (int i = 0; i < 50; ++i) {
    all += "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
  }
  client.Send(all);
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(BodyOf(client.Receive()), "POST /" + std::to_string(i) + "   hi");
  }
}

TEST_F(Server, RequestThatComesByteByByteIsServed) {
  Start();
  RawClient client(port());
  const std::string request = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
  for (const char byte : request) client.Send(std::string(1, byte));
  EXPECT_EQ(BodyOf(client.Receive()), "POST /x   hello");
}

TEST_F(Server, LargeBodiesPassWhole) {
  Start();
  const std::string body(8 << 20, 'x');
  const std::string answer =
      Ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
          "\r\n\r\n" + body);
  EXPECT_EQ(BodyOf(answer), "POST /   " + body);
}

TEST_F(Server, StatusLinesCarryTheRegisteredReasonPhrase) {
  handler_ = [](const Request& request) {
    return ProblemResponse(request.path == "/gone" ? Problem::kNotFound : Problem::kForbidden);
  };
  Start();
  EXPECT_TRUE(
      Ask("GET /gone HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_TRUE(
      Ask("GET /secret HTTP/1.1\r\nHost: a\r\n\r\n").starts_with("HTTP/1.1 403 Forbidden\r\n"));
  EXPECT_TRUE(Ask("nonsense\r\n\r\n").starts_with("HTTP/1.1 400 Bad Request\r\n"));
}

TEST_F(Server, HostileBytesAreRefusedBeforeAnyRoute) {
  Start();
  struct Case {
    std::string bytes;
    std::string status;
  };
  const std::string start = "POST / HTTP/1.1\r\nHost: a\r\n";
  const std::vector<Case> cases = {
      {start + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "411"},
      {start + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "400"},
      {start + "Content-Length: 5\r\nContent-Encoding: gzip\r\n\r\nhello", "415"},
      {start + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n", "417"},
      {start + "Content-Length: 99999999\r\n\r\n" + std::string(1 << 20, 'x'), "413"},
      {start + "A: " + std::string(1 << 20, 'x'), "431"},
      {"GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=" + std::string(8000, '0') + "\r\n\r\n", "400"},
      {"GET /" + std::string(4000, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n", "414"},
      {std::string("\x16\x03\x01\x02\0\x01\r\n\r\n", 10), "400"},
  };
  for (const Case& one : cases) {
    RawClient client(port());
    client.Send(one.bytes);
    const std::string answer = client.Receive();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + one.status)) << answer;
    EXPECT_NE(answer.find("application/problem+json"), std::string::npos);
    EXPECT_NE(answer.find("X-Request-Id: "), std::string::npos);
    client.EndSending();
    EXPECT_TRUE(client.SeesEnd());
  }
  EXPECT_EQ(handled_, 0);
}

TEST_F(Server, ExceptionsBecomeAProblemWithoutTheirText) {
  Start();
  handler_ = [](const Request&) -> Response { throw std::runtime_error("the secret"); };
  const std::string answer = Ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 ")) << answer;
  EXPECT_EQ(answer.find("secret"), std::string::npos);
  EXPECT_NE(answer.find("internal_error"), std::string::npos);
}

// Both ends of all of them are in this process. False where the machine does not let it have them.
bool MayOpenFiles(rlim_t count) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_max < count) return false;
  limit.rlim_cur = std::max(limit.rlim_cur, count);
  return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

TEST_F(Server, AThousandIdleAndHundredsOfSlowClientsKeepBusyOnesNotWaiting) {
  constexpr int kIdle = 1000;
  constexpr int kSlow = 500;
  constexpr int kBusy = 64;
  constexpr int kRequests = 20;
  if (!MayOpenFiles(2 * (kIdle + kSlow + kBusy) + 200)) GTEST_SKIP() << "too few files allowed";
  HttpServer::Options options;
  // However slow the machine is, none of them is overdue.
  options.connections.idle_ms = kAnHourMs;
  options.connections.request_ms = kAnHourMs;
  Start(options);
  std::vector<std::unique_ptr<RawClient>> idle;
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < kIdle; ++i) idle.push_back(std::make_unique<RawClient>(port()));
  for (int i = 0; i < kSlow; ++i) slow.push_back(std::make_unique<RawClient>(port()));
  const std::string request = "POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n";
  std::atomic<int> answered = 0;
  std::vector<std::thread> busy;
  for (int t = 0; t < kBusy; ++t) {
    busy.emplace_back([&] {
      RawClient client(port());
      for (int i = 0; i < kRequests; ++i) {
        client.Send("GET /now HTTP/1.1\r\nHost: a\r\n\r\n");
        if (BodyOf(client.Receive()) == "GET /now   ") ++answered;
      }
    });
  }
  // A byte each, in turn, while the others are served.
  for (const char byte : request) {
    for (const auto& client : slow) client->Send(std::string(1, byte));
  }
  for (std::thread& thread : busy) thread.join();
  EXPECT_EQ(answered, kBusy * kRequests);
  // They were slow, and are served all the same.
  for (const auto& client : slow) client->Send("123456789");
  for (const auto& client : slow) EXPECT_EQ(BodyOf(client->Receive()), "POST /slow   123456789");
}

TEST_F(Server, AClientThatVanishesAtAnyByteDisturbsNobody) {
  Start();
  handler_ = [](const Request&) { return Response{200, "text/plain", std::string(1 << 20, 'x')}; };
  const std::string request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
  for (size_t bytes = 0; bytes <= request.size(); ++bytes) {
    RawClient client(port());
    client.Send(request.substr(0, bytes));
  }
  EXPECT_EQ(BodyOf(Ask(request)).size(), size_t{1} << 20);
  // Those that went after a whole request may still be answered into the void.
  EXPECT_LE(handled_, 2);
}

TEST_F(Server, OverdueClientsAreClosed) {
  HttpServer::Options options;
  options.connections.idle_ms = 300;
  options.connections.request_ms = 300;
  Start(options);
  RawClient idle(port());
  RawClient slow(port());
  slow.Send("GET / HT");
  EXPECT_TRUE(idle.SeesEnd());
  EXPECT_TRUE(slow.SeesEnd());
}

TEST_F(Server, ClientThatEndsItsSendingStillGetsItsAnswer) {
  Start();
  RawClient client(port());
  client.Send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
  client.EndSending();
  EXPECT_EQ(BodyOf(client.Receive()), "GET /x   ");
  EXPECT_TRUE(client.SeesEnd());
}

TEST_F(Server, PortIsNotShared) {
  Start();
  HttpServer::Options options;
  options.port = port();
  EXPECT_FALSE(HttpServer::Listen(
      options, [](const Request& request, const Reply& reply) { reply(Echo(request)); }));
}

TEST_F(Server, StopAnswersWhatIsBeingWorkedOn) {
  std::atomic<bool> inside = false;
  handler_ = [&](const Request&) {
    inside = true;
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    return Response{200, "text/plain", "done"};
  };
  HttpServer::Options options;
  options.connections.stop_ms = kAnHourMs;  // an idle client that held up the end would be seen
  Start(options);
  RawClient busy(port());
  RawClient idle(port());
  busy.Send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  while (!inside) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  server_->Stop();
  EXPECT_EQ(BodyOf(busy.Receive()), "done");
  EXPECT_TRUE(busy.SeesEnd());
  EXPECT_TRUE(idle.SeesEnd());
  EXPECT_FALSE(RawClient(port()).connected());
}

TEST_F(Server, AnswersThatComeLaterHoldNoWorker) {
  HeldBack held;
  later_ = [&](const Reply& reply) { held.Keep(reply); };
  Start();
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 3 * kWorkers; ++i) {
    clients.push_back(std::make_unique<RawClient>(port()));
    clients.back()->Send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  EXPECT_EQ(BodyOf(Ask("GET /now HTTP/1.1\r\nHost: a\r\n\r\n")), "GET /now   ");
  held.AwaitCount(3 * kWorkers);
  held.AnswerAll("at last");
  for (const auto& client : clients) EXPECT_EQ(BodyOf(client->Receive()), "at last");
}

TEST_F(Server, ANewClientTakesThePlaceOfTheOneThatWasIdleLongest) {
  HttpServer::Options options;
  options.connections.connections_max = 3;
  Start(options);
  std::vector<std::unique_ptr<RawClient>> idle;
  for (int i = 0; i < 3; ++i) {
    // The answer shows that the server has accepted the connection, however slow the machine is.
    idle.push_back(std::make_unique<RawClient>(port()));
    idle.back()->Send("GET /first HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(BodyOf(idle.back()->Receive()), "GET /first   ");
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_EQ(BodyOf(Ask("GET /new HTTP/1.1\r\nHost: a\r\n\r\n")), "GET /new   ");
  EXPECT_TRUE(idle[0]->SeesEnd());
  idle[2]->Send("GET /old HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(BodyOf(idle[2]->Receive()), "GET /old   ");
}

TEST_F(Server, ANewClientIsToldSoWhereAllPlacesAreInUse) {
  HttpServer::Options options;
  options.connections.connections_max = 2;
  HeldBack held;
  later_ = [&](const Reply& reply) { held.Keep(reply); };
  Start(options);
  RawClient one(port());
  RawClient two(port());
  one.Send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  two.Send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  held.AwaitCount(2);
  RawClient third(port());
  EXPECT_TRUE(third.Receive().starts_with("HTTP/1.1 503 "));
  EXPECT_TRUE(third.SeesEnd());
  held.AnswerAll("done");
  EXPECT_EQ(BodyOf(one.Receive()), "done");
}

TEST_F(Server, OneAddressCannotTakeAllPlaces) {
  HttpServer::Options options;
  options.connections.connections_per_address_max = 2;
  Start(options);
  RawClient one(port());
  auto two = std::make_unique<RawClient>(port());
  auto third = std::make_unique<RawClient>(port());
  EXPECT_TRUE(third->Receive().starts_with("HTTP/1.1 503 "));
  EXPECT_TRUE(third->SeesEnd());
  third.reset();
  two.reset();
  // A place is free as soon as the end was seen.
  std::string answer;
  for (int i = 0; i < 6000 && !answer.starts_with("HTTP/1.1 200 "); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    answer = Ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
}

TEST_F(Server, ASecondAnswerAndOneAfterTheEndDoNothing) {
  Reply kept;
  later_ = [&](const Reply& reply) {
    reply({200, "text/plain", "first"});
    reply({200, "text/plain", "second"});
    kept = reply;
  };
  Start();
  RawClient client(port());
  client.Send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(BodyOf(client.Receive()), "first");
  server_.reset();
  kept({200, "text/plain", "third"});
  EXPECT_TRUE(client.SeesEnd());
}

TEST_F(Server, ManyClientsAtOnceGetTheirOwnAnswers) {
  Start();
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&, t] {
      RawClient client(port());
      for (int i = 0; i < 100; ++i) {
        const std::string path = "/" + std::to_string(t) + "/" + std::to_string(i);
        client.Send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
        if (BodyOf(client.Receive()) != "GET " + path + "   ") ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(handled_, 1600);
}

TEST_F(Server, AThreadThatTheSystemRefusesEndsTheStartAndNotTheProcess) {
  if (!testing::RefusedThreads::IsEffective()) GTEST_SKIP() << "a sanitizer starts the threads";
  HttpServer::Options options;
  options.host = "127.0.0.1";
  options.connections.workers = 2;
  // One thread closes overdue connections, two work, one accepts.
  for (int allowed = 0; allowed < 4; ++allowed) {
    const testing::RefusedThreads refused(allowed);
    EXPECT_THROW((void)HttpServer::Listen(options, [](const Request&, const Reply&) {}),
                 std::system_error)
        << allowed;
  }
}

}  // namespace
}  // namespace enishi::testing
