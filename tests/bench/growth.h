#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "ledger/base/hash.h"
#include "ledger/base/json.h"
#include "ledger/base/result.h"

namespace enishi::bench {

/// Grows the furnished town on the real commit path, without HTTP and without verifying the
/// signatures just made: opens and charges participants from `participants` up to `accounts`, then
/// lets all of them pay in turn until the log has `entries`.
struct Growth {
  std::filesystem::path folder;  // with enishid.toml; no enishid may serve it
  Hash ledger{};
  uint64_t participants = 0;  // existing participants
  uint64_t shops = 0;
  uint64_t accounts = 0;
  uint64_t entries = 0;
  int64_t charge = 0;  // points for each new participant
};

/// entries and us, or what was refused.
Result<Json, std::string> Run(const Growth& growth);

}  // namespace enishi::bench
