#include "tests/simulator/disk.h"

#include <array>

namespace enishi::simulator {
namespace {

constexpr std::array<std::string_view, kFaults> kFaultNames = {
    "the next append reports unknown and is lost",
    "the next append reports unknown and is kept",
    "the next write of rows fails",
    "the next write of tiles fails",
    "the next write of the head file fails",
    "the next write of the head file reports a failure but is done",
    "the next write of the head in the log fails",
    "the next read of a row fails",
    "the next read of an entry fails"};

}  // namespace

std::string_view NameOf(Fault fault) { return kFaultNames[static_cast<size_t>(fault)]; }

void PutRows(const Overlay::Rows& changes, RowMap& rows) {
  for (const auto& [key, value] : changes) {
    if (value) {
      rows[key] = *value;
    } else {
      rows.erase(key);
    }
  }
}

void Disk::Flush() {
  flushed_rows = std::make_shared<const RowMap>(rows);
  flushed_applied_size = applied_size;
  row_batches.clear();
  flushed_tiles = tiles;
  flushed_tree_size = tree_size;
  tile_batches.clear();
}

void Disk::LosePower(Random& random, bool skip_tail) {
  row_batches.resize(random.Below(row_batches.size() + 1));
  rows = *flushed_rows;
  applied_size = flushed_applied_size;
  for (const RowBatch& batch : row_batches) {
    const bool skipped = skip_tail && &batch == &row_batches.back();
    if (!skipped) PutRows(batch.rows, rows);
    applied_size = batch.applied_size;
  }
  tile_batches.resize(random.Below(tile_batches.size() + 1));
  tiles = flushed_tiles;
  tree_size = flushed_tree_size;
  for (const TileBatch& batch : tile_batches) {
    for (const TileRow& tile : batch.tiles) tiles[tile.id] = tile.hashes;
    tree_size = batch.tree_size;
  }
}

bool Disk::Fails(Fault fault) {
  if (next_fault != fault) return false;
  next_fault.reset();
  has_failed = true;
  return true;
}

}  // namespace enishi::simulator
