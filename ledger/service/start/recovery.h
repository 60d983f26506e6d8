#pragma once

#include "ledger/log/head_store.h"
#include "ledger/log/log.h"
#include "ledger/service/identity.h"
#include "ledger/service/recovered_state.h"
#include "ledger/state/state.h"

namespace enishi {

/// Replays into the state the entries that it lacks, with the rules of the write path, and adds the
/// missing tiles. Fails, naming the entry, if the rules refuse it or give another outcome than its
/// leaf names. Signatures are not verified again.
Result<Unit, StorageFailure> CatchUp(const Log& log, State& state);

/// CatchUp and the checks of a start. Fails unless the log has all entries under both stored heads,
/// in the log and in the file `head`, and its tree has their roots; a log with entries has that
/// file; the state is not ahead of the log; and the genesis matches `identity`. Signatures of
/// entries are not checked.
Result<RecoveredState, StorageFailure> Recover(const Log& log, HeadStore& heads, State& state,
                                               const LedgerIdentity& identity);

}  // namespace enishi
