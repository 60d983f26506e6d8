#include "tests/simulator/disk.h"

#include <array>

namespace enishi::simulator {
namespace {

constexpr std::array<std::string_view, kFaults> kFaultNames = {
    "the next append will not be answered, and be lost",
    "the next append will not be answered, and be kept",
    "the next rows will not be written",
    "the next tiles will not be written",
    "the next head will not be stored beside the log",
    "the next head will be stored beside the log, and that will look like a failure",
    "the next head will not be stored in the log",
    "the next row will not be read",
    "the next entry will not be read"};

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

void Disk::LosePower(Dice& dice, bool skip_tail) {
  row_batches.resize(dice.Below(row_batches.size() + 1));
  rows = *flushed_rows;
  applied_size = flushed_applied_size;
  for (const RowBatch& batch : row_batches) {
    const bool skipped = skip_tail && &batch == &row_batches.back();
    if (!skipped) PutRows(batch.rows, rows);
    applied_size = batch.applied_size;
  }
  tile_batches.resize(dice.Below(tile_batches.size() + 1));
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
