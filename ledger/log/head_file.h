#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "ledger/log/head_store.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace enishi {

/// The last head in its own small file (specs/storage.md). It is written under another name, synced
/// and then renamed, so that a crash leaves the old head or the new one. All writes go through
/// RocksDB's file system, so that tests can make them fail too.
class HeadFile final : public HeadStore {
 public:
  static constexpr std::string_view kFileName = "head";
  /// The content of the file before the first head. An empty file is damaged.
  static constexpr std::string_view kNoHeadYet = "no head yet\n";

  struct Options {
    std::filesystem::path folder;  // must exist
    rocksdb::Env* env = nullptr;   // the machine's own by default; must outlive the file
  };
  explicit HeadFile(Options options);

  Result<Unit, StorageFailure> Store(const std::string& checkpoint) override;
  /// Fails if the file is empty or cannot be read. The caller verifies the head's signature.
  [[nodiscard]] Result<std::optional<std::string>, StorageFailure> Last() const override;

 private:
  Options options_;
};

}  // namespace enishi
