#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/hash.h"
#include "ledger/base/result.h"
#include "ledger/merkle/tree.h"

namespace enishi {

// The tree cut into tiles of height 8 (C2SP tlog-tiles; specs/proofs.md). Entry i of tile n at
// level l is the root of the 256^l leaves from (256 n + i) * 256^l on. A narrower version of a tile
// is a prefix of every wider one, so that a store keeps one row per tile, its widest version.
// Pinned by tests/merkle/tile_test.cc.

inline constexpr uint32_t kTileWidth = 256;
inline constexpr size_t kTileBytesMax = kTileWidth * sizeof(Hash);
/// The highest level a path may name. A tree of a 64-bit size has no tile above level 7.
inline constexpr uint32_t kTileLevelMax = 63;
inline constexpr uint32_t kTileLevels = 8;
/// An entry's length is written in two bytes.
inline constexpr size_t kBundleEntryBytesMax = 65535;

/// A version of a tile as it is published. Width 1 to 256; 256 is the full tile.
struct TileId {
  uint32_t level = 0;
  uint64_t number = 0;
  uint32_t width = kTileWidth;
  bool operator==(const TileId&) const = default;
};

/// A version of an entry bundle: the entries under the tile of level 0 with that number.
struct BundleId {
  uint64_t number = 0;
  uint32_t width = kTileWidth;
  bool operator==(const BundleId&) const = default;
};

/// "tile/1/x001/x234/067.p/112"; no ".p/" part for a full one.
std::string TilePath(const TileId& tile);
/// "tile/entries/x001/x234/067".
std::string BundlePath(const BundleId& bundle);
/// Take exactly what TilePath and BundlePath write; a tile has one path only.
Parsed<TileId> ParseTilePath(std::string_view path);
Parsed<BundleId> ParseBundlePath(std::string_view path);

/// The tiles of one level: `full` whole ones, and one of `partial_width` unless that is 0.
struct LevelTiles {
  uint32_t level = 0;
  uint64_t full = 0;
  uint32_t partial_width = 0;
  bool operator==(const LevelTiles&) const = default;
};

/// All tiles of a tree of that size, lowest level first; no level without a tile. At level 0 also
/// its entry bundles.
std::vector<LevelTiles> TilesOfSize(uint64_t size);
/// True when a tree of that size has all entries of this version of the tile. A server answers
/// "not found" otherwise.
bool TileIsWithin(const TileId& tile, uint64_t size);

/// Appends an entry to a bundle: its length in two bytes, most significant first, then the entry.
/// The entry must have at most kBundleEntryBytesMax bytes.
void AppendToBundle(std::string& bundle, std::string_view entry);
/// The entries of a bundle, as views of the bytes given. Refuses an empty bundle, more than
/// kTileWidth entries, and an entry that is cut short.
Parsed<std::vector<std::string_view>> DecodeBundle(std::string_view bytes);
/// The entries of a bundle up to where it cannot be read on, at most kTileWidth; for naming the
/// place where a damaged bundle is damaged.
std::vector<std::string_view> ReadableEntries(std::string_view bytes);

/// Names a tile in a store, whatever its width.
struct TileRowId {
  uint32_t level = 0;
  uint64_t number = 0;
  auto operator<=>(const TileRowId&) const = default;
};

/// A tile in a store: its hashes one after another, 32 to kTileBytesMax bytes.
struct TileRow {
  TileRowId id;
  std::string hashes;
  bool operator==(const TileRow&) const = default;
};

/// Reads a tile's row, which may be wider than the tree it is wanted for, or says why it cannot.
using TileProvider = std::function<Parsed<std::string>(TileRowId)>;

/// The nodes of a tree whose tiles the provider reads. Keeps the last tile read of each level, so
/// that one proof reads each tile about once; a tile that is too narrow is read again. Believes
/// what the provider says, so the tree must not shrink or change under it. For one thread.
class TileTree : public HashSource {
 public:
  explicit TileTree(TileProvider provider);
  /// Refuses a row that is too narrow, too wide or not of whole hashes.
  Parsed<Hash> NodeAt(NodeId node) override;

 private:
  TileProvider provider_;
  // Rows by level; one without hashes holds nothing.
  std::array<TileRow, kTileLevels> last_read_;
};

/// The rows that change when leaves are appended to a tree of `old_size` leaves: per level from 0
/// up, in order, each with all its hashes. Reads the tiles of the old right edge, at most one per
/// level, and uses of them only what belongs to the old size: what a crash left behind beyond it
/// does not matter. Costs about one node hash per leaf. old_size and the leaves together must not
/// pass kTreeSizeMax.
Parsed<std::vector<TileRow>> ExtendTiles(uint64_t old_size, std::span<const Hash> leaf_hashes,
                                         const TileProvider& provider);

}  // namespace enishi
