#pragma once

#include <cstdint>
#include <vector>

#include "ledger/base/identifiers.h"
#include "ledger/rules/state/view.h"

namespace enishi {

/// What is listed publicly and needs a scan to find: the shops among all accounts, and all
/// activities. Ids only, in the order of their tables.
struct Directory {
  std::vector<AccountId> shops;
  std::vector<Code> activities;
  uint64_t participants = 0;  // how many accounts are participants'
};

/// Scans all accounts and activities: its time grows with their number.
Directory ScanDirectory(const View& view);

}  // namespace enishi
