#pragma once

#include <string>
#include <vector>

#include "ledger/instruction/instruction.h"

namespace enishi {

/// The keys of rows that Apply and Fold will read and that few other instructions share: those of
/// the keys that sign, and what AddRows of the kind names. The row of the id is not among them: the
/// store learns from its filters that a new id has no row, which is faster than handing it over.
std::vector<std::string> PrefetchKeys(const Instruction& instruction);

}  // namespace enishi
