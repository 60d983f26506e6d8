#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/base/json.h"
#include "ledger/base/result.h"

namespace enishi::bench {

/// Posts the lines of a file to POST /v1/instructions as fast as they are answered: one thread,
/// keep-alive, one request at a time on each connection. After SIGTERM it begins no further group
/// of requests and finishes the current ones.
struct Load {
  std::string host = "127.0.0.1";
  uint16_t port = 0;
  std::string file;          // one envelope per line
  uint64_t skip = 0;         // lines
  uint64_t count = 0;        // lines to send; 0: all
  uint64_t connections = 1;  // fewer if there are fewer requests
  uint64_t batch = 1;        // lines in one request
  uint64_t group = 1;        // consecutive requests on one connection
};

/// The result: requests, lines, us (whole microseconds), statuses (of lines), latency_us (of
/// requests), group_us (of whole groups) and cpu_us (of this process).
Result<Json, std::string> Run(const Load& load);

/// {p50, p99, p999, max} of waiting times in any unit. Sorts them.
Json Percentiles(std::vector<uint64_t>& waits);
/// User and system time of this process so far, in microseconds.
uint64_t CpuUs();
/// A monotonic clock in microseconds.
uint64_t MonotonicUs();

}  // namespace enishi::bench
