#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/result.h"

namespace enishi {

/// Which entry to change and, where there is a choice left, the seed that decides it.
struct TamperChoice {
  std::optional<uint64_t> entry;
  uint64_t seed = 0;
};

/// Flips one bit of one leaf, and leaves the tree as it was: what a failing disk or a clumsy hand
/// does. Returns the entry's index.
Parsed<uint64_t> FlipBit(const TamperChoice& choice, std::vector<std::string>& leaves);

/// Changes the amount of one payment by one, and gives it and every later entry the outcome that
/// the rules now compute, so that all but the payment's signature fits again. A later entry that
/// the rules now refuse keeps its leaf. Returns the entry's index.
Parsed<uint64_t> ChangeAmount(const TamperChoice& choice, std::vector<std::string>& leaves);

}  // namespace enishi
