#pragma once

#include "ledger/rules/state/outcome.h"
#include "ledger/rules/state/view.h"

namespace enishi::testing {

// What must hold of every ledger, whatever was done in it (specs/rules.md). Each stops the process
// where it does not.

/// Per lot class all holdings add up to nothing; only `issued` is below zero and nothing else is
/// empty; no lot stands twice in a holding; no budget and no cap is overdrawn.
void CheckConservation(const View& state);

/// The postings of each lot class add up to nothing, and the bytes give the same outcome back.
void CheckOutcome(const Outcome& outcome);

}  // namespace enishi::testing
