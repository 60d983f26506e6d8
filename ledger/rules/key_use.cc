#include "ledger/rules/key_use.h"

#include <algorithm>

#include "ledger/instruction/kinds/key.h"

namespace enishi {
namespace {

bool AllowsKind(const KeyRow& key, std::string_view kind) {
  if (IsLimited(key) && (kind == KeyAdd::kKind || kind == KeyRevoke::kKind)) return false;
  return !key.kinds || std::any_of(key.kinds->begin(), key.kinds->end(),
                                   [&](const Reference& name) { return name.text == kind; });
}

}  // namespace

bool IsLimited(const KeyRow& key) { return key.kinds || key.amount_max || key.until; }

std::optional<Reason> KeyEnd(const KeyRow& key, Timestamp now) {
  if (key.revoked_at) return Reason::kKeyRevoked;
  if (key.until && now >= key.until->End()) return Reason::kKeyExpired;
  return std::nullopt;
}

std::optional<Reason> KeyRefusal(const KeyRow& key, std::string_view kind, Amount amount,
                                 Timestamp now) {
  if (const auto end = KeyEnd(key, now)) return end;
  if (!AllowsKind(key, kind)) return Reason::kKeyKindNotAllowed;
  if (key.amount_max && amount > *key.amount_max) return Reason::kKeyAmountExceeded;
  return std::nullopt;
}

}  // namespace enishi
