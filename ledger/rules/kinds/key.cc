#include <algorithm>
#include <set>

#include "ledger/rules/authority.h"
#include "ledger/rules/rules.h"

namespace enishi {

void PutKey(Outcome& outcome, AccountId account, const PublicKey& key, const KeyRow& row) {
  outcome.Put<KeyRow>({key}, row);
  outcome.Put<AccountKeyRow>({account, key}, AccountKeyRow{});
}

std::optional<Rejection> CheckFreshKey(const RuleInput& in, const PublicKey& key) {
  if (!IsSignedBy(in.instruction, key)) return Rejection{Reason::kKeyNotSigned, "/key"};
  if (key == in.ledger.log_key || key == in.ledger.service_key) {
    return Rejection{Reason::kKeyReserved, "/key"};
  }
  if (Find<KeyRow>(in.context.view, {key})) return Rejection{Reason::kKeyInUse, "/key"};
  return std::nullopt;
}

namespace {

bool IsUnlimited(const KeyRow& key) { return !key.kinds && !key.amount_max && !key.until; }

// Whether the account keeps a key that can do everything and never ends, if `without` goes.
bool KeepsUnlimitedKey(const View& view, AccountId account, const PublicKey& without) {
  std::string prefix;
  PutBytes(prefix, account.bytes());
  bool keeps = false;
  ForEachRow<AccountKeyRow>(view, prefix, [&](const AccountKeyRow::Key& key, const auto& /*row*/) {
    const auto row = Find<KeyRow>(view, {key.key});
    keeps = key.key != without && row && !row->revoked_at && IsUnlimited(*row);
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

Checked<Outcome> Rule(const RuleInput& in, const KeyAdd& add) {
  if (auto refused = CheckFreshKey(in, add.key)) return *std::move(refused);
  if (add.kinds && !AreKindsOnce(*add.kinds)) return Rejection{Reason::kLimitInvalid, "/kinds"};
  if (add.until && *add.until < Date::Of(in.context.now)) {
    return Rejection{Reason::kPeriodInvalid, "/until"};
  }
  KeyRow key;
  key.account = in.instruction.header.account;
  key.custody = add.custody;
  key.kinds = add.kinds;
  key.amount_max = add.amount_max;
  key.until = add.until;
  Outcome outcome;
  PutKey(outcome, key.account, add.key, key);
  return outcome;
}

Checked<Outcome> Rule(const RuleInput& in, const KeyRevoke& revoke) {
  const AccountId account = in.instruction.header.account;
  auto key = Find<KeyRow>(in.context.view, {revoke.key});
  if (!key || key->account != account || key->revoked_at) {
    return Rejection{Reason::kKeyNotHere, "/key"};
  }
  if (!KeepsUnlimitedKey(in.context.view, account, revoke.key)) {
    return Rejection{Reason::kKeyLast, "/key"};
  }
  key->revoked_at = in.context.now;
  Outcome outcome;
  outcome.Put<KeyRow>({revoke.key}, *key);
  return outcome;
}

}  // namespace enishi
