#pragma once

#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/hash.h"
#include "ledger/base/identifiers.h"

namespace enishi {

/// What a key signs in Domain::kSession to open a session (specs/http.md): the challenge's text,
/// the account and the ledger, a line feed between them. An account has the same id in every
/// ledger, so without the last one a server could have its own users answer another ledger's
/// challenges.
inline std::string SessionMessage(std::string_view challenge, AccountId account,
                                  const Hash& ledger) {
  return std::string(challenge) + "\n" + account.ToString() + "\n" + HexEncode(AsView(ledger));
}

}  // namespace enishi
