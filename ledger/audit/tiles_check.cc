#include "ledger/audit/tiles_check.h"

#include <algorithm>

namespace enishi {

std::optional<TilesCheck::Difference> TilesCheck::Append(std::span<const Hash> leaf_hashes) {
  const auto rows = ExtendTiles(size_, leaf_hashes, [&](TileRowId id) -> Parsed<std::string> {
    const auto at = edge_.find(id.level);
    if (at == edge_.end() || at->second.id != id) return FormatError{"not at the edge"};
    return at->second.hashes;
  });
  CHECK(rows.has_value());
  size_ += leaf_hashes.size();
  for (const TileRow& row : *rows) {
    if (row.hashes.size() == kTileBytesMax) {
      if (auto difference = Compare(row)) return difference;
    }
    TileRow& edge = edge_[row.id.level];
    if (edge.hashes.empty() || edge.id <= row.id) edge = row;
  }
  return std::nullopt;
}

std::optional<TilesCheck::Difference> TilesCheck::Finish() {
  for (const auto& [level, row] : edge_) {
    if (row.hashes.size() == kTileBytesMax) continue;  // compared when it became full
    if (auto difference = Compare(row)) return difference;
  }
  return std::nullopt;
}

std::optional<TilesCheck::Difference> TilesCheck::Compare(const TileRow& row) {
  const auto width = static_cast<uint32_t>(row.hashes.size() / sizeof(Hash));
  const TileId id{row.id.level, row.id.number, width};
  const auto published = source_.Tile(id);
  if (published && *published == row.hashes) return std::nullopt;
  Difference difference{TilePath(id), "its hash is not the one in " + TilePath(id), std::nullopt};
  if (!published) difference.why = published.error().message;
  if (published && published->size() == row.hashes.size() && row.id.level == 0) {
    const auto at = std::mismatch(row.hashes.begin(), row.hashes.end(), published->begin());
    const auto byte = static_cast<uint64_t>(at.first - row.hashes.begin());
    difference.entry = row.id.number * kTileWidth + byte / sizeof(Hash);
  }
  return difference;
}

}  // namespace enishi
