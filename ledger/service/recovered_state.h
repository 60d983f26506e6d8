#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ledger/base/calendar.h"
#include "ledger/base/hash.h"

namespace enishi {

/// The newest signed head; the note is empty before the first.
struct Head {
  std::string note;
  uint64_t size = 0;
};

/// The result of Recover, from the log and the state.
struct RecoveredState {
  std::optional<Hash> ledger;  // the hash of the genesis leaf
  Timestamp last_committed_at;
  Head head;
};

}  // namespace enishi
