#pragma once

#include <vector>

#include "ledger/instruction/kinds.h"
#include "ledger/keys/key_file.h"

namespace enishi {

/// The key that an instruction brings into the ledger and that must sign it too, so that nobody
/// takes a key that they only know of (specs/authority.md). Null where the kind brings none.
const PublicKey* NewKeyOf(const Payload& payload);

/// Adds the new key to those who sign where the keyring has it. Gives false where it must sign and
/// is elsewhere.
bool AddNewKey(const Payload& payload, const Keyring& keyring,
               std::vector<const KeyEntry*>& signers);

}  // namespace enishi
