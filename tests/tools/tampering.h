#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/result.h"

namespace enishi {

/// The entry to change, and the seed for the remaining choices.
struct TamperChoice {
  std::optional<uint64_t> entry;
  uint64_t seed = 0;
};

/// Flips one bit of one leaf without changing the tree, like a failing disk or a careless edit.
/// Returns the entry's index.
Parsed<uint64_t> FlipBit(const TamperChoice& choice, std::vector<std::string>& leaves);

/// Changes the amount of one payment by one, and recomputes its outcome and all later ones, so that
/// only the payment's signature no longer fits. A later entry that the rules now refuse keeps its
/// leaf. Returns the entry's index.
Parsed<uint64_t> ChangeAmount(const TamperChoice& choice, std::vector<std::string>& leaves);

}  // namespace enishi
