#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/base/json.h"
#include "ledger/base/result.h"

namespace enishi::bench {

/// Posts a file's lines to POST /v1/instructions as fast as answers come: one thread, keep-alive,
/// no request before the answer to the one before it on the same connection. After SIGTERM no group
/// of requests is begun any more, and those under way are the last ones.
struct Load {
  std::string host = "127.0.0.1";
  uint16_t port = 0;
  std::string file;          // one envelope a line
  uint64_t skip = 0;         // lines
  uint64_t count = 0;        // lines to send; 0: all
  uint64_t connections = 1;  // fewer where there are fewer requests
  uint64_t batch = 1;        // lines in one request
  uint64_t group = 1;        // requests that follow one another on one connection
};

/// What came of it: requests, lines, us (whole microseconds), statuses (of lines), latency_us (of
/// requests), group_us (of whole groups) and cpu_us (of this process meanwhile).
Result<Json, std::string> Run(const Load& load);

/// {p50, p99, p999, max} of waits in any unit. Sorts them.
Json Percentiles(std::vector<uint64_t>& waits);
/// User and system time of this process so far, in microseconds.
uint64_t CpuUs();
/// A clock that only goes forward, in microseconds.
uint64_t MonotonicUs();

}  // namespace enishi::bench
