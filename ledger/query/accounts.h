#pragma once

#include <optional>
#include <vector>

#include "ledger/base/calendar.h"
#include "ledger/instruction/kinds.h"
#include "ledger/rules/state/rows.h"
#include "ledger/rules/state/view.h"

namespace enishi {

/// A key of an account with its limits and, if it was revoked, when.
struct AccountKey {
  PublicKey key;
  KeyRow row;
};

/// The account's row, or nullopt if there is no such account.
std::optional<AccountRow> FindAccount(const View& view, AccountId account);

/// All keys of an account in the order of their bytes, revoked and expired ones included.
std::vector<AccountKey> KeysOf(const View& view, AccountId account);

/// True if the key can still sign at that time: not revoked, and not past its last day. Limits on
/// kinds and amounts are a matter of what it signs.
bool IsLive(const KeyRow& key, Timestamp now);

/// True if the key belongs to the account and is live at that time.
bool IsLiveKeyOf(const View& view, const PublicKey& key, AccountId account, Timestamp now);

}  // namespace enishi
