#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ledger/core/keys.h"
#include "ledger/log/head_store.h"
#include "ledger/log/log.h"
#include "ledger/service/identity.h"
#include "ledger/state/state.h"

namespace enishi {

/// The newest head that was signed; no note before the first.
struct Head {
  std::string note;
  uint64_t size = 0;
};

/// Where a ledger stands when it starts.
struct Standing {
  std::optional<Hash> ledger;  // the hash of the genesis leaf
  Timestamp last_committed_at;
  Head head;
};

/// Brings the state up to the log: applies what it lacks with the very rules of the write path, and
/// adds the missing tiles. Fails, naming the entry, where the rules refuse what the log has or give
/// another outcome than its leaf names. Signatures are not verified again.
Result<Unit, StorageFailure> CatchUp(const Log& log, State& state);

/// CatchUp, and the checks of a start: the log has all entries of the last head, both of the one in
/// it and of the one beside it, and its tree has their roots; a log that is not a fresh one has a
/// head beside it; the state is not ahead of the log; the genesis says what the service is. Fails
/// otherwise.
Result<Standing, StorageFailure> Recover(const Log& log, HeadStore& heads, State& state,
                                         const LedgerIdentity& identity);

}  // namespace enishi
