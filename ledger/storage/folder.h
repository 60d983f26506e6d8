#pragma once

#include <filesystem>

#include "ledger/base/result.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace enishi {

// Folders are made and synced through RocksDB's file system, as everything in them is written: what
// makes the databases' disk fail or forget makes this fail too. `env` is the machine's own by
// default.

/// Makes a folder where it is missing, and its name durable in each folder above that was made.
Result<Unit, StorageFailure> MakeFolder(const std::filesystem::path& folder,
                                        rocksdb::Env* env = nullptr);
/// Makes the names in a folder durable: what was created, renamed or removed in it.
Result<Unit, StorageFailure> SyncFolder(const std::filesystem::path& folder,
                                        rocksdb::Env* env = nullptr);

}  // namespace enishi
