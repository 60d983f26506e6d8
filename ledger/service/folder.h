#pragma once

#include <filesystem>

#include "ledger/core/result.h"
#include "ledger/log/log.h"

namespace enishi {

/// Makes a folder where it is missing, and its name durable in each folder above that was made.
Result<Unit, StorageFailure> MakeFolder(const std::filesystem::path& folder);
/// Makes the names in a folder durable: what was created, renamed or removed in it.
Result<Unit, StorageFailure> SyncFolder(const std::filesystem::path& folder);

}  // namespace enishi
