#pragma once

#include <cstdint>
#include <filesystem>

#include "ledger/base/json.h"

namespace enishi::bench {

/// Measures the limits of this machine, each for about `ms`: Ed25519 verifications over a payment's
/// body on one core and on all (verify_one, verify_all), SHA-256 of a leaf (sha256_leaf), and
/// appends of 4 KiB with fdatasync in `folder` (fsync); all per second.
struct LimitOptions {
  std::filesystem::path folder = ".";
  uint64_t ms = 1000;
};
Json MeasureLimits(const LimitOptions& options);

}  // namespace enishi::bench
