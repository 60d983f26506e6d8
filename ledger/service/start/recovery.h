#pragma once

#include "ledger/log/head_store.h"
#include "ledger/log/log.h"
#include "ledger/service/identity.h"
#include "ledger/service/recovered_state.h"
#include "ledger/state/state.h"

namespace enishi {

/// Brings the state up to the log: applies what it lacks with the very rules of the write path, and
/// adds the missing tiles. Fails, naming the entry, where the rules refuse what the log has or give
/// another outcome than its leaf names. Signatures are not verified again.
Result<Unit, StorageFailure> CatchUp(const Log& log, State& state);

/// CatchUp, and the checks of a start: the log has all entries of the last head, both of the one in
/// it and of the one beside it, and its tree has their roots; a log that is not a fresh one has a
/// head beside it; the state is not ahead of the log; the genesis says what the service is. Fails
/// otherwise.
Result<RecoveredState, StorageFailure> Recover(const Log& log, HeadStore& heads, State& state,
                                               const LedgerIdentity& identity);

}  // namespace enishi
