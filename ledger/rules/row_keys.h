#pragma once

#include <string>
#include <vector>

#include "ledger/rules/state/rows/account.h"
#include "ledger/rules/state/rows/holding.h"
#include "ledger/rules/state/rows/key.h"

namespace enishi {

/// The keys of rows that a rule will read, collected before it runs.
class RowKeys {
 public:
  void AddAccount(AccountId account) { keys_.push_back(RowKey<AccountRow>({account})); }
  void AddHolding(AccountId account) {
    keys_.push_back(RowKey<HoldingRow>({HolderKind::kAccount, account, 0}));
  }
  void AddKey(const PublicKey& key) { keys_.push_back(RowKey<KeyRow>({key})); }

  std::vector<std::string> Take() { return std::move(keys_); }

 private:
  std::vector<std::string> keys_;
};

}  // namespace enishi
