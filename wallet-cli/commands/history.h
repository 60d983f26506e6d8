#pragma once

#include <optional>
#include <string>

#include "wallet-cli/commands/command.h"
#include "wallet-cli/commands/workspace.h"

namespace enishi {

/// Which entries of an account to show, newest first.
struct HistoryQuery {
  uint64_t limit = 20;
  std::string kinds_with;  // only kinds that begin so; empty: all
};

Tried<Report> ShowHistory(Workspace& workspace, const AccountId& account,
                          const HistoryQuery& query);

/// Reads --limit, 1 to 100,000.
Tried<uint64_t> LimitFrom(const Arguments& arguments);

/// A whole number up to the largest amount, as typed with or without thousands separators.
std::optional<int64_t> NumberFrom(const std::string& text);

}  // namespace enishi
