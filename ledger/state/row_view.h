#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/rules/state/view.h"
#include "ledger/storage/failure_latch.h"

namespace rocksdb {
class DB;
class Snapshot;
}  // namespace rocksdb

namespace enishi {

/// The rows of the state's database as the rules read them. A row that cannot be read or does not
/// decode sets the latch and looks absent. The database must outlive it.
class RowView final : public View {
 public:
  /// Reads from the database as it is at each call.
  RowView(rocksdb::DB& db, FailureLatch& failure) : db_(db), failure_(failure) {}
  /// Reads from the snapshot, which the caller holds and releases.
  RowView(rocksdb::DB& db, FailureLatch& failure, const rocksdb::Snapshot* snapshot)
      : db_(db), failure_(failure), snapshot_(snapshot) {}

  [[nodiscard]] std::optional<std::string> Get(std::string_view key) const override;
  void Scan(std::string_view prefix, const Visit& visit) const override;
  void NoteDamage(std::string_view key) const override;

 private:
  rocksdb::DB& db_;
  FailureLatch& failure_;
  const rocksdb::Snapshot* snapshot_ = nullptr;
};

}  // namespace enishi
