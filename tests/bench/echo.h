#pragma once

#include <cstddef>
#include <filesystem>

namespace enishi::bench {

/// Answers every request with a response of the same length until SIGTERM, with enishid's HTTP
/// server and no ledger. Writes the port to the file in one step.
struct EchoOptions {
  std::filesystem::path port_file;
  size_t answer_bytes = 0;
};
int RunEcho(const EchoOptions& options);

}  // namespace enishi::bench
