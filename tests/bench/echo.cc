#include "tests/bench/echo.h"

#include <csignal>
#include <fstream>
#include <iostream>
#include <string>

#include "api/http/server.h"

namespace enishi::bench {

int RunEcho(const EchoOptions& options) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const std::string body(options.answer_bytes, 'e');
  auto server = HttpServer::Listen({}, [&](const Request& request, const Reply& reply) {
    reply({request.body.empty() ? 400 : 201, "application/json", body});
  });
  if (!server) {
    std::cerr << server.error() << "\n";
    return 1;
  }
  const std::filesystem::path unfinished = options.port_file.string() + ".new";
  std::ofstream(unfinished) << (*server)->port() << "\n";
  std::filesystem::rename(unfinished, options.port_file);
  int signal = 0;
  sigwait(&signals, &signal);
  (*server)->Stop();
  return 0;
}

}  // namespace enishi::bench
