#include "ledger/state/row_view.h"

#include "ledger/base/hash.h"
#include "ledger/storage/database.h"

namespace enishi {
namespace {

// The first key after all that begin with the prefix, or empty if there is no such key.
std::string Behind(std::string_view prefix) {
  std::string key(prefix);
  while (!key.empty() && static_cast<uint8_t>(key.back()) == 0xff) key.pop_back();
  if (!key.empty()) key.back() = static_cast<char>(static_cast<uint8_t>(key.back()) + 1);
  return key;
}

}  // namespace

std::optional<std::string> RowView::Get(std::string_view key) const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  std::string value;
  const auto status = db_.Get(options, AsSlice(key), &value);
  if (status.ok()) return value;
  if (!status.IsNotFound())
    failure_.Set(DatabaseFailure("the state", "reading a row", status).message);
  return std::nullopt;
}

void RowView::Scan(std::string_view prefix, const Visit& visit) const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  const std::string behind = Behind(prefix);
  const rocksdb::Slice upper(behind);
  if (!behind.empty()) options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> row(db_.NewIterator(options));
  for (row->Seek(AsSlice(prefix)); row->Valid(); row->Next()) {
    if (!row->key().starts_with(AsSlice(prefix))) break;
    if (!visit(row->key().ToStringView(), row->value().ToStringView())) return;
  }
  if (row->status().ok()) return;
  failure_.Set(DatabaseFailure("the state", "reading rows", row->status()).message);
}

void RowView::NoteDamage(std::string_view key) const {
  failure_.Set("the state: the row " + HexEncode(key) + " does not decode");
}

}  // namespace enishi
