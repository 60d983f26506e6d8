#pragma once

#include <filesystem>
#include <string>

#include "ledger/base/result.h"
#include "ledger/keys/keys.h"

namespace enishi {

/// The two keys that a ledger's service holds: the log's, which signs heads, and the service's,
/// which signs sweeps. The genesis names both.
struct ServiceKeys {
  SigningKey log;
  SigningKey service;
};

/// The key file below a ledger's folder.
std::filesystem::path ServiceKeyPath(const std::filesystem::path& folder);

/// Draws both keys and saves them under the passphrase, readable by the owner only. Refuses where
/// there is a key file already. The error is for people.
Result<ServiceKeys, std::string> CreateServiceKeys(const std::filesystem::path& folder,
                                                   const std::string& passphrase);
Result<ServiceKeys, std::string> LoadServiceKeys(const std::filesystem::path& folder,
                                                 const std::string& passphrase);

/// The first line of the file that ENISHI_PASSPHRASE_FILE names; empty where it is not set.
Parsed<std::string> ReadServicePassphrase();

}  // namespace enishi
