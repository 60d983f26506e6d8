#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/instruction/kinds.h"

namespace enishi {

/// What enishid.toml says (specs/http.md has the table of settings).
struct Config {
  static constexpr std::string_view kFileName = "enishid.toml";

  // [ledger]
  std::filesystem::path folder = ".";  // log/, state/ and keys/; relative to the file
  Origin origin;
  ClockMode clock = ClockMode::kReal;
  std::vector<PublicKey> administrators;  // who may found the ledger; at most 16
  uint64_t queue_max = 8192;              // 1 to 1,000,000
  uint64_t batch_max = 1024;              // 1 to 100,000
  uint64_t checkpoint_ms = 200;           // 10 to 60,000

  // [server]
  std::string host = "127.0.0.1";
  uint16_t port = 8430;
  uint64_t workers = 0;                         // to 1024; 0: one for each core, and at least four
  uint64_t connections_max = 4096;              // 1 to 100,000
  uint64_t connections_per_address_max = 2048;  // the same

  // [log]
  bool requests = false;  // a line for every request, not only for failures
};

/// Where to listen: "HOST:PORT", or "[IPV6]:PORT".
struct Endpoint {
  std::string host;
  uint16_t port = 0;
};
Parsed<Endpoint> ParseEndpoint(std::string_view text);

/// Reads TOML. Refuses unknown names, other types and numbers out of range, so that a mistyped
/// setting is never silently the default. `origin` must be there. A relative folder is taken from
/// `base`.
Parsed<Config> ParseConfig(std::string_view text, const std::filesystem::path& base);

/// The text of a new configuration file, with a comment for each setting.
std::string ConfigText(const Config& config);

}  // namespace enishi
