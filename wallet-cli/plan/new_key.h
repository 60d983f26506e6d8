#pragma once

#include <vector>

#include "ledger/instruction/kinds.h"
#include "ledger/keys/key_file.h"

namespace enishi {

/// Adds the key that the instruction brings into the ledger (NewKeyOf) to the signers if the
/// keyring has it. Returns false if that key must sign and is not in the keyring.
bool AddNewKey(const Payload& payload, const Keyring& keyring,
               std::vector<const KeyEntry*>& signers);

}  // namespace enishi
