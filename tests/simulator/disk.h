#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/log/log.h"
#include "ledger/merkle/tile.h"
#include "ledger/rules/state/view.h"
#include "tests/simulator/random.h"

namespace enishi::simulator {

/// The result of the next operation of its kind.
enum class Fault {
  kAppendLost,  // the append reports unknown, and was not done
  kAppendKept,  // the append reports unknown, and was done
  kRowsUnwritten,
  kTilesUnwritten,
  kHeadFileOld,  // storing the head file fails: it has the old head
  kHeadFileNew,  // storing the head file fails: it has the new head
  kHeadInLogLost,
  kRowUnread,
  kEntryUnread,
};
inline constexpr uint64_t kFaults = 9;
std::string_view NameOf(Fault fault);

using RowMap = std::map<std::string, std::string, std::less<>>;
using TileMap = std::map<TileRowId, std::string>;

void PutRows(const Overlay::Rows& changes, RowMap& rows);

/// One unflushed write: the rows or tiles of one call, and the size after it.
struct RowBatch {
  Overlay::Rows rows;
  uint64_t applied_size = 0;
};
struct TileBatch {
  std::vector<TileRow> tiles;
  uint64_t tree_size = 0;
};

/// The storage of a ledger outside of its process. It survives a crash.
struct Disk {
  // Durable at once, like the real log.
  std::vector<StoredEntry> entries;
  std::string head_in_log;
  std::optional<std::string> head_beside;
  uint64_t epoch = 0;

  // The state: the readable rows, the flushed ones, and the writes after the last flush.
  RowMap rows;
  uint64_t applied_size = 0;
  std::shared_ptr<const RowMap> flushed_rows;
  uint64_t flushed_applied_size = 0;
  std::vector<RowBatch> row_batches;
  TileMap tiles;
  uint64_t tree_size = 0;
  TileMap flushed_tiles;
  uint64_t flushed_tree_size = 0;
  std::vector<TileBatch> tile_batches;

  // At most one, until an operation meets it.
  std::optional<Fault> next_fault;
  bool has_failed = false;  // since the last start

  /// Makes everything readable durable.
  void Flush();
  /// Simulates a power cut: of the writes after the last flush a random number survives, the oldest
  /// first, counted separately for rows and tiles. `skip_tail` is an injected bug.
  void LosePower(Random& random, bool skip_tail);
  /// True if this is the operation that must fail.
  bool Fails(Fault fault);
};

}  // namespace enishi::simulator
