#include "ledger/service/publish/tiles.h"

#include <algorithm>
#include <vector>

#include "ledger/merkle/tree.h"

namespace enishi {
namespace {

// Leaves hashed at a time, so that memory stays bounded when all tiles are built anew.
constexpr uint64_t kLeavesAtOnce = 16'384;

Result<std::vector<Hash>, StorageFailure> HashLeaves(const Log& log, FreshLeaves& fresh,
                                                     uint64_t first, uint64_t count) {
  std::vector<Hash> hashes;
  hashes.reserve(count);
  for (const std::string& leaf : fresh.Take(first, count)) hashes.push_back(LeafHash(leaf));
  if (hashes.size() == count) return hashes;
  auto read = log.ReadRange(first, count, [&](uint64_t, const StoredEntry& entry) {
    hashes.push_back(LeafHash(entry.leaf));
    return true;
  });
  if (!read) return read.error();
  return hashes;
}

}  // namespace

TileProvider TilesOf(const State& state) {
  return [&state](TileRowId id) { return state.ReadTile(id); };
}

Result<Unit, StorageFailure> GrowTiles(const Log& log, FreshLeaves& fresh, State& state,
                                       uint64_t size) {
  const TileProvider provider = TilesOf(state);
  while (state.tree_size() < size) {
    const uint64_t first = state.tree_size();
    const uint64_t count = std::min(size - first, kLeavesAtOnce);
    const auto hashes = HashLeaves(log, fresh, first, count);
    if (!hashes) return hashes.error();
    const auto rows = ExtendTiles(first, *hashes, provider);
    if (!rows) return StorageFailure{"the tree: " + rows.error().message};
    if (auto written = state.WriteTiles(*rows, first + count); !written) return written.error();
  }
  return Unit{};
}

}  // namespace enishi
