#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "ledger/base/hash.h"
#include "ledger/base/json.h"
#include "ledger/base/result.h"

namespace enishi::bench {

/// Makes the furnished town larger on the real commit path, without HTTP and without verifying the
/// signatures that were just made: opens and charges participants from `participants` up to
/// `accounts`, then lets all pay in turns until the log has `entries`.
struct Growth {
  std::filesystem::path folder;  // with enishid.toml; no enishid serves it meanwhile
  Hash ledger{};
  uint64_t participants = 0;  // that are there already
  uint64_t shops = 0;
  uint64_t accounts = 0;
  uint64_t entries = 0;
  int64_t charge = 0;  // points for each new participant
};

/// entries and us, or what was refused.
Result<Json, std::string> Run(const Growth& growth);

}  // namespace enishi::bench
