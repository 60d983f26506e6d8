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
#include "tests/simulator/dice.h"

namespace enishi::simulator {

/// What the next operation of its kind may meet.
enum class Fault {
  kAppendLost,     // nobody knows whether it appended: it did not
  kAppendKept,     // it did
  kRowsUnwritten,  //
  kTilesUnwritten,
  kHeadFileOld,    // the head beside the log could not be stored: the old one is there
  kHeadFileNew,    // the new one is
  kHeadInLogLost,  //
  kRowUnread,      //
  kEntryUnread,
};
inline constexpr uint64_t kFaults = 9;
std::string_view NameOf(Fault fault);

using RowMap = std::map<std::string, std::string, std::less<>>;
using TileMap = std::map<TileRowId, std::string>;

void PutRows(const Overlay::Rows& changes, RowMap& rows);

/// What was written and not flushed: one call's rows or tiles, and the size it reached.
struct RowBatch {
  Overlay::Rows rows;
  uint64_t applied_size = 0;
};
struct TileBatch {
  std::vector<TileRow> tiles;
  uint64_t tree_size = 0;
};

/// What a ledger has outside of the process: what a crash leaves is what the next start finds.
struct Disk {
  // Durable at once, as the log is.
  std::vector<StoredEntry> entries;
  std::string head_in_log;
  std::optional<std::string> head_beside;
  uint64_t epoch = 0;

  // The state: what can be read now, and of that what was flushed and what came after it.
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

  // One at most, until something meets it.
  std::optional<Fault> next_fault;
  bool has_failed = false;  // since the start

  /// Makes everything that can be read now durable.
  void Flush();
  /// The power goes: of the batches after the last flush some first ones are still there; how many
  /// rows' and how many tiles' need not be alike. `skip_tail` is a planted bug.
  void LosePower(Dice& dice, bool skip_tail);
  /// Whether this is the operation that was to fail.
  bool Fails(Fault fault);
};

}  // namespace enishi::simulator
