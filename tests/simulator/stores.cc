#include "tests/simulator/stores.h"

#include <utility>

#include "ledger/instruction/codec.h"
#include "ledger/rules/state/rows.h"

namespace enishi::simulator {

Result<uint64_t, StorageFailure> SimulatedLog::BeginEpoch() {
  at_.turns.At(Point::kEffect);
  ++at_.disk.epoch;
  at_.turns.At(Point::kEffect);
  return at_.disk.epoch;
}

void SimulatedLog::Keep(std::span<const StoredEntry> entries) {
  at_.disk.entries.insert(at_.disk.entries.end(), entries.begin(), entries.end());
  visible_ += entries.size();
  at_.trace.Say("  the log has ", visible_, " entries");
  at_.watcher.OnAppended(entries, true);
}

AppendResult SimulatedLog::Append(uint64_t epoch, uint64_t expected_size,
                                  std::span<const StoredEntry> entries) {
  at_.turns.At(Point::kEffect);
  if (failure_.is_set() || epoch != at_.disk.epoch || expected_size != size()) {
    return AppendResult::kRefused;
  }
  const bool lost = at_.disk.Fails(Fault::kAppendLost);
  const bool kept = at_.disk.Fails(Fault::kAppendKept);
  if (lost || kept) {
    failure_.Set("the log: the disk did not answer");
    at_.trace.Say("  the append reports unknown, and was ", kept ? "done" : "not done");
    const bool injected = at_.bug == Bug::kUnknownCalledRefused;
    if (kept) {
      at_.disk.entries.insert(at_.disk.entries.end(), entries.begin(), entries.end());
      at_.watcher.OnAppended(entries, injected);
    } else if (!injected) {
      at_.watcher.OnAppendLost(entries);
    }
    at_.turns.At(Point::kEffect);
    return injected ? AppendResult::kRefused : AppendResult::kUnknown;
  }
  if (at_.bug == Bug::kAnswerBeforeCommit) {
    Keep(std::exchange(unsynced_, {entries.begin(), entries.end()}));
    at_.turns.At(Point::kEffect);
    return AppendResult::kAppended;
  }
  if (at_.bug == Bug::kHeadBeforeEntries) {
    unsynced_.assign(entries.begin(), entries.end());
    at_.turns.At(Point::kEffect);
    unsynced_.clear();
  }
  Keep(entries);
  at_.turns.At(Point::kEffect);
  return AppendResult::kAppended;
}

Result<StoredEntry, StorageFailure> SimulatedLog::Read(uint64_t index) const {
  at_.turns.At(Point::kLook);
  if (at_.disk.Fails(Fault::kEntryUnread)) return StorageFailure{"the log: cannot read"};
  if (index >= size()) return StorageFailure{"the log: no such entry"};
  return index < visible_ ? at_.disk.entries[index] : unsynced_[index - visible_];
}

Result<Unit, StorageFailure> SimulatedLog::ReadRange(
    uint64_t first, uint64_t count,
    const std::function<bool(uint64_t, const StoredEntry&)>& visit) const {
  for (uint64_t index = first; index < first + count; ++index) {
    const auto entry = Read(index);
    if (!entry) return entry.error();
    if (!visit(index, *entry)) break;
  }
  return Unit{};
}

Result<Unit, StorageFailure> SimulatedLog::StoreHead(const std::string& checkpoint) {
  at_.turns.At(Point::kEffect);
  if (at_.disk.Fails(Fault::kHeadInLogLost)) failure_.Set("the log: cannot keep the head");
  if (failure_.is_set()) return StorageFailure{failure_.text()};
  if (at_.bug == Bug::kHeadNotStored) {
    at_.disk.head_in_log = std::exchange(head_in_memory_, checkpoint);
  } else {
    at_.disk.head_in_log = checkpoint;
  }
  at_.turns.At(Point::kEffect);
  return Unit{};
}

Result<std::string, StorageFailure> SimulatedLog::LastHead() const {
  at_.turns.At(Point::kLook);
  return at_.disk.head_in_log;
}

Result<Unit, StorageFailure> SimulatedHead::Store(const std::string& checkpoint) {
  at_.turns.At(Point::kEffect);
  const StorageFailure failure{"the file of the last head: the disk did not answer"};
  if (at_.disk.Fails(Fault::kHeadFileOld)) return failure;
  if (at_.bug == Bug::kHeadNotStored) {
    at_.disk.head_beside = std::exchange(in_memory_, checkpoint).value_or("");
  } else {
    at_.disk.head_beside = checkpoint;
    at_.trace.Say("  a head is stored beside the log");
  }
  at_.watcher.OnHeadStored(checkpoint);
  if (at_.disk.Fails(Fault::kHeadFileNew)) return failure;
  at_.turns.At(Point::kEffect);
  return Unit{};
}

Result<std::optional<std::string>, StorageFailure> SimulatedHead::Last() const {
  at_.turns.At(Point::kLook);
  return at_.disk.head_beside;
}

bool SimulatedState::Rows::Look() const {
  if (!changing_) return true;
  state_.at_.turns.At(Point::kLook);
  if (!state_.at_.disk.Fails(Fault::kRowUnread)) return true;
  state_.failure_.Set("the state: a row cannot be read");
  return false;
}

std::optional<std::string> SimulatedState::Rows::Get(std::string_view key) const {
  if (!Look() || state_.IsForgotten(key)) return std::nullopt;
  const RowMap& rows = state_.at_.disk.rows;
  const auto row = rows.find(key);
  return row == rows.end() ? std::nullopt : std::optional(row->second);
}

// The rows do not change during a scan, because the real rows are a snapshot too.
void SimulatedState::Rows::Scan(std::string_view prefix, const Visit& visit) const {
  if (!Look()) return;
  const RowMap& all = state_.at_.disk.rows;
  std::vector<std::pair<std::string, std::string>> rows;
  for (auto row = all.lower_bound(prefix); row != all.end(); ++row) {
    if (!row->first.starts_with(prefix)) break;
    rows.push_back(*row);
  }
  for (const auto& [key, value] : rows) {
    if (!visit(key, value)) return;
  }
}

void SimulatedState::Rows::NoteDamage(std::string_view /*key*/) const {
  state_.failure_.Set("the state: a row does not decode");
}

void SimulatedState::ReadAt(const std::function<void(const View&, uint64_t)>& read) const {
  at_.turns.At(Point::kLook);
  const Rows still(*this, false);
  read(still, applied_size());
}

Result<Unit, StorageFailure> SimulatedState::Write(const Overlay::Rows& rows,
                                                   uint64_t applied_size) {
  at_.turns.At(Point::kEffect);
  if (at_.disk.Fails(Fault::kRowsUnwritten)) failure_.Set("the state: the disk is full");
  if (failure_.is_set()) return StorageFailure{failure_.text()};
  Overlay::Rows written = rows;
  if (at_.bug == Bug::kRowLost && applied_size % 4 == 0) written.erase(written.begin());
  PutRows(written, at_.disk.rows);
  at_.disk.applied_size = applied_size;
  at_.disk.row_batches.push_back({std::move(written), applied_size});
  at_.trace.Say("  the state has the rows of ", applied_size);
  // With this bug the tiles are not readable yet.
  if (at_.bug != Bug::kAnswerBeforeCommit) at_.watcher.OnRowsWritten(rows, applied_size);
  at_.turns.At(Point::kEffect);
  return Unit{};
}

Result<Unit, StorageFailure> SimulatedState::WriteTiles(std::span<const TileRow> tiles,
                                                        uint64_t tree_size) {
  at_.turns.At(Point::kEffect);
  if (at_.disk.Fails(Fault::kTilesUnwritten)) failure_.Set("the state: the disk is full");
  if (failure_.is_set()) return StorageFailure{failure_.text()};
  for (const auto& [id, hashes] : std::exchange(late_tiles_, {})) at_.disk.tiles[id] = hashes;
  TileMap& written = at_.bug == Bug::kHeadBeforeTiles ? late_tiles_ : at_.disk.tiles;
  for (const TileRow& tile : tiles) written[tile.id] = tile.hashes;
  at_.disk.tree_size = tree_size;
  at_.trace.Say("  the state has the tiles of ", tree_size);
  at_.disk.tile_batches.push_back({{tiles.begin(), tiles.end()}, tree_size});
  at_.turns.At(Point::kEffect);
  return Unit{};
}

Parsed<std::string> SimulatedState::ReadTile(TileRowId id) const {
  at_.turns.At(Point::kLook);
  const auto late = late_tiles_.find(id);
  // The writer itself can read them.
  if (late != late_tiles_.end() && Fiber::current() != nullptr) return late->second;
  const auto tile = at_.disk.tiles.find(id);
  if (tile == at_.disk.tiles.end()) return FormatError{"no such tile"};
  return tile->second;
}

Result<Unit, StorageFailure> SimulatedState::Flush() {
  at_.turns.At(Point::kEffect);
  if (failure_.is_set()) return StorageFailure{failure_.text()};
  for (const auto& [id, hashes] : std::exchange(late_tiles_, {})) at_.disk.tiles[id] = hashes;
  at_.disk.Flush();
  at_.turns.At(Point::kEffect);
  return Unit{};
}

bool SimulatedState::IsForgotten(std::string_view key) const {
  if (at_.bug != Bug::kDuplicateWindow || key.empty() || key.front() != IdRow::kTable) {
    return false;
  }
  IdRow::Key id;
  ByteReader reader(key.substr(1));
  return GetFields(reader, id) && id.id.time().ms + kDayMs == at_.ledger_now().ms;
}

}  // namespace enishi::simulator
