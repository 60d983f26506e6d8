#include "ledger/query/accounts.h"

#include "ledger/rules/key_use.h"

namespace enishi {

std::optional<AccountRow> FindAccount(const View& view, AccountId account) {
  return Find<AccountRow>(view, {account});
}

std::vector<AccountKey> KeysOf(const View& view, AccountId account) {
  std::vector<AccountKey> keys;
  ForEachRow<AccountKeyRow>(view, AsView(account.bytes()),
                            [&](const AccountKeyRow::Key& key, const AccountKeyRow& /*row*/) {
                              if (auto row = Find<KeyRow>(view, {key.key})) {
                                keys.push_back({key.key, *std::move(row)});
                              }
                              return true;
                            });
  return keys;
}

bool IsLive(const KeyRow& key, Timestamp now) { return !KeyEnd(key, now); }

bool IsLiveKeyOf(const View& view, const PublicKey& key, AccountId account, Timestamp now) {
  const auto row = Find<KeyRow>(view, {key});
  return row && row->account == account && IsLive(*row, now);
}

}  // namespace enishi
