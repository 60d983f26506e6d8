#include "ledger/rules/kinds/key.h"

#include <algorithm>
#include <set>

#include "ledger/instruction/kinds.h"
#include "ledger/rules/key_use.h"

namespace enishi {

void PutKey(Outcome& outcome, AccountId account, const PublicKey& key, const KeyRow& row) {
  outcome.Put<KeyRow>({key}, row);
  outcome.Put<AccountKeyRow>({account, key}, AccountKeyRow{});
}

std::optional<Rejection> CheckNewKey(const RuleInput& in, const PublicKey& key) {
  if (!IsSignedBy(in.signatures, key)) return Rejection{Reason::kKeyNotSigned, "/key"};
  if (key == in.ledger.log_key || key == in.ledger.service_key) {
    return Rejection{Reason::kKeyReserved, "/key"};
  }
  if (Find<KeyRow>(in.context.view, {key})) return Rejection{Reason::kKeyInUse, "/key"};
  return std::nullopt;
}

namespace {

// True if the account keeps an unlimited key when `without` is revoked.
bool KeepsUnlimitedKey(const View& view, AccountId account, const PublicKey& without,
                       Timestamp now) {
  std::string prefix;
  PutBytes(prefix, account.bytes());
  bool keeps = false;
  ForEachRow<AccountKeyRow>(view, prefix, [&](const AccountKeyRow::Key& key, const auto& /*row*/) {
    const auto row = Find<KeyRow>(view, {key.key});
    keeps = key.key != without && row && !KeyEnd(*row, now) && !IsLimited(*row);
    return !keeps;
  });
  return keeps;
}

bool AreKindsOnce(const std::vector<Reference>& kinds) {
  const std::set<Reference> distinct(kinds.begin(), kinds.end());
  return distinct.size() == kinds.size() &&
         std::all_of(kinds.begin(), kinds.end(),
                     [](const Reference& kind) { return EmptyPayload(kind.text).has_value(); });
}

}  // namespace

Authority AuthorityOf(const RuleInput& /*in*/, const KeyAdd& /*add*/) { return ByAnyAccount(); }

void AddRows(RowKeys& keys, const Header& header, const KeyAdd& /*add*/) {
  keys.AddAccount(header.account);
}

Checked<Outcome> Rule(const RuleInput& in, const KeyAdd& add) {
  if (auto refused = CheckNewKey(in, add.key)) return *std::move(refused);
  if (add.kinds && !AreKindsOnce(*add.kinds)) return Rejection{Reason::kLimitInvalid, "/kinds"};
  if (add.until && *add.until < Date::Of(in.context.now)) {
    return Rejection{Reason::kPeriodInvalid, "/until"};
  }
  KeyRow key;
  key.account = in.header.account;
  key.custody = add.custody;
  key.kinds = add.kinds;
  key.amount_max = add.amount_max;
  key.until = add.until;
  Outcome outcome;
  PutKey(outcome, key.account, add.key, key);
  return outcome;
}

Authority AuthorityOf(const RuleInput& /*in*/, const KeyRevoke& /*revoke*/) {
  return ByAnyAccount();
}

void AddRows(RowKeys& keys, const Header& header, const KeyRevoke& /*revoke*/) {
  keys.AddAccount(header.account);
}

Checked<Outcome> Rule(const RuleInput& in, const KeyRevoke& revoke) {
  const AccountId account = in.header.account;
  auto key = Find<KeyRow>(in.context.view, {revoke.key});
  if (!key || key->account != account || key->revoked_at) {
    return Rejection{Reason::kKeyNotOnAccount, "/key"};
  }
  if (!KeepsUnlimitedKey(in.context.view, account, revoke.key, in.context.now)) {
    return Rejection{Reason::kKeyLast, "/key"};
  }
  key->revoked_at = in.context.now;
  Outcome outcome;
  outcome.Put<KeyRow>({revoke.key}, *key);
  return outcome;
}

}  // namespace enishi
