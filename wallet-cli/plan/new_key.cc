#include "wallet-cli/plan/new_key.h"

#include <algorithm>

namespace enishi {

bool AddNewKey(const Payload& payload, const Keyring& keyring,
               std::vector<const KeyEntry*>& signers) {
  const PublicKey* key = NewKeyOf(payload);
  if (key == nullptr) return true;
  const bool signs = std::any_of(signers.begin(), signers.end(), [&](const KeyEntry* entry) {
    return entry->key.public_key() == *key;
  });
  if (signs) return true;
  const KeyEntry* entry = keyring.Find(*key);
  if (entry != nullptr) signers.push_back(entry);
  return entry != nullptr;
}

}  // namespace enishi
