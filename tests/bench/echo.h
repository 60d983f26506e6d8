#pragma once

#include <cstddef>
#include <filesystem>

namespace enishi::bench {

/// Serves every request with an answer of the same length, through the front that enishid has and
/// nothing behind it, until SIGTERM. The port is written to the file, whole.
struct EchoOptions {
  std::filesystem::path port_file;
  size_t answer_bytes = 0;
};
int RunEcho(const EchoOptions& options);

}  // namespace enishi::bench
