#pragma once

#include <cstdint>
#include <string>

#include "ledger/base/json.h"
#include "ledger/base/result.h"

namespace enishi::bench {

/// Reads as wallets do, at a constant rate that does not depend on the answers: each participant,
/// in its own session, alternately asks for its lots and for the receipt of its newest entry.
struct Reading {
  std::string url;
  uint64_t participants = 0;  // of the furnished town; 16 of them read
  uint64_t per_second = 200;  // of both kinds together
  uint64_t ms = 2000;
};

/// balance_us and receipt_us, each {p50, p99, p999, max}, counted from the time at which the read
/// was due.
Result<Json, std::string> Run(const Reading& reading);

}  // namespace enishi::bench
