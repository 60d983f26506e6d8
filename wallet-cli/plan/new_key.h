#pragma once

#include <vector>

#include "ledger/instruction/kinds.h"
#include "ledger/keys/key_file.h"

namespace enishi {

/// Returns the key that an instruction brings into the ledger. The key must sign the instruction
/// too, so that knowing a public key is not enough to register it (specs/authority.md). Null if the
/// kind brings none.
const PublicKey* NewKeyOf(const Payload& payload);

/// Adds the new key to the signers if the keyring has it. Returns false if the new key must sign
/// and is not in the keyring.
bool AddNewKey(const Payload& payload, const Keyring& keyring,
               std::vector<const KeyEntry*>& signers);

}  // namespace enishi
