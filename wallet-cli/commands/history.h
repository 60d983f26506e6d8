#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "wallet-cli/commands/command.h"
#include "wallet-cli/commands/workspace.h"

namespace enishi {

/// Which entries of an account to show, newest first.
struct HistoryQuery {
  uint64_t limit = 20;
  std::string kinds_with;  // only kinds whose names begin with this; empty: all
};

/// Returns the entries that posted to the account, one line of at most 80 columns each: number,
/// time in Japan, kind, change by currency, counterparty and reference. Amounts of two currencies
/// are never added.
Tried<Report> ShowHistory(Workspace& workspace, const AccountId& account,
                          const HistoryQuery& query);

/// Returns the cells of an entry in the table of ShowHistory.
std::vector<std::string> HistoryRow(const Workspace& workspace, const Json& entry);

}  // namespace enishi
