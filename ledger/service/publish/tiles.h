#pragma once

#include <cstdint>

#include "ledger/log/log.h"
#include "ledger/merkle/tile.h"
#include "ledger/service/publish/fresh_leaves.h"
#include "ledger/state/state.h"

namespace enishi {

/// Reads tiles from a state, which must outlive it.
TileProvider TilesOf(const State& state);

/// Extends the state's tiles to the first `size` entries of the log. Leaves that are in `fresh` are
/// not read from the log. For the thread that writes tiles.
Result<Unit, StorageFailure> GrowTiles(const Log& log, FreshLeaves& fresh, State& state,
                                       uint64_t size);

}  // namespace enishi
