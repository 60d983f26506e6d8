#pragma once

#include "ledger/rules/state/outcome.h"
#include "ledger/rules/state/rows.h"
#include "ledger/rules/state/view.h"

namespace enishi::testing {

// Invariants of every ledger (specs/rules.md). A violation stops the process.

/// Per lot class all holdings sum to zero; only `issued` is below zero and no other holding has an
/// empty lot; no lot is twice in a holding; no budget and no cap is exceeded.
void CheckConservation(const View& state);

/// The postings of each lot class sum to zero, and the bytes decode to the same outcome.
void CheckOutcome(const Outcome& outcome);

}  // namespace enishi::testing
