#pragma once

#include "ledger/rules/state/decoded_entry.h"

namespace enishi {

/// True if the account may read the entry: it acted, the entry posts to it, or the instruction
/// names it or brings its first key. A sweep posts to many accounts at once and concerns none of
/// them; each sees its own part in its history. Auditors read every entry; the caller checks that.
bool Concerns(const DecodedEntry& entry, AccountId account);

}  // namespace enishi
