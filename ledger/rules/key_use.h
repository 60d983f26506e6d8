#pragma once

#include <optional>
#include <string_view>

#include "ledger/instruction/rejection.h"
#include "ledger/rules/state/rows/key.h"

namespace enishi {

/// True if the key may not sign everything for ever. A limited key never adds or revokes keys: it
/// could rid its account of the limit.
bool IsLimited(const KeyRow& key);

/// Why the key can sign nothing any more at that time: kKeyRevoked or kKeyExpired; nullopt while it
/// is in use. `until` ends with the last instant of its day in Tokyo.
std::optional<Reason> KeyEnd(const KeyRow& key, Timestamp now);

/// Why the key may not sign an instruction of that kind and amount at that time; nullopt if it may.
std::optional<Reason> KeyRefusal(const KeyRow& key, std::string_view kind, Amount amount,
                                 Timestamp now);

}  // namespace enishi
