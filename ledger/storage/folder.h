#pragma once

#include <filesystem>

#include "ledger/base/result.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace enishi {

// Folders are created and synced through RocksDB's file system, as all files in them are written,
// so that tests can make these operations fail too. `env` is the machine's own by default.

/// Creates the folder and its missing parents. Their names are durable on return.
Result<Unit, StorageFailure> MakeFolder(const std::filesystem::path& folder,
                                        rocksdb::Env* env = nullptr);
/// Makes the names in a folder durable after files there were created, renamed or removed.
Result<Unit, StorageFailure> SyncFolder(const std::filesystem::path& folder,
                                        rocksdb::Env* env = nullptr);

}  // namespace enishi
