#include "ledger/merkle/tile.h"

#include <algorithm>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/merkle/lines.h"

namespace enishi {
namespace {

constexpr size_t kHashBytes = sizeof(Hash);
// Tile n of level 0 begins at leaf 256 n, so that no number above this one has a leaf.
constexpr uint64_t kTileNumberMax = (uint64_t{1} << 56) - 1;
constexpr std::string_view kTilePrefix = "tile/";
constexpr std::string_view kBundlePrefix = "tile/entries/";

// What both kinds of path end with.
struct NumberAndWidth {
  uint64_t number = 0;
  uint32_t width = kTileWidth;
};

// 1234067 as "x001/x234/067", then ".p/<width>" unless full.
std::string EncodeNumber(const NumberAndWidth& tile) {
  CHECK(tile.width >= 1 && tile.width <= kTileWidth && tile.number <= kTileNumberMax);
  std::string text;
  uint64_t rest = tile.number;
  bool is_last = true;
  do {
    std::string group = std::to_string(rest % 1000);
    group.insert(0, 3 - group.size(), '0');
    text.insert(0, is_last ? group : "x" + group + "/");
    is_last = false;
    rest /= 1000;
  } while (rest > 0);
  if (tile.width != kTileWidth) text += ".p/" + std::to_string(tile.width);
  return text;
}

// Reads loosely what EncodeNumber writes; the caller compares with what it would have written.
Parsed<NumberAndWidth> ParseNumber(std::string_view text) {
  constexpr size_t kTextBytesMax = 40;
  const FormatError bad{"not a tile number in groups of three digits with an optional width"};
  if (text.size() > kTextBytesMax) return bad;
  NumberAndWidth tile;
  if (const size_t at = text.find(".p/"); at != std::string_view::npos) {
    const auto width = ParseCount(text.substr(at + 3));
    if (!width || *width == 0 || *width >= kTileWidth) return bad;
    tile.width = static_cast<uint32_t>(*width);
    text = text.substr(0, at);
  }
  for (const char c : text) {
    if (c == 'x' || c == '/') continue;
    if (c < '0' || c > '9') return bad;
    tile.number = tile.number * 10 + static_cast<uint64_t>(c - '0');
    if (tile.number > kTileNumberMax) return bad;
  }
  if (EncodeNumber({.number = tile.number}) != text) return bad;
  return tile;
}

// The root of a complete subtree whose 2^n hashes stand one after another, n <= 8.
Hash SubtreeRoot(std::string_view hashes) {
  std::array<Hash, kTileWidth> nodes;
  size_t count = hashes.size() / kHashBytes;
  for (size_t i = 0; i < count; ++i) {
    nodes[i] = HashFromBytes(hashes.substr(i * kHashBytes, kHashBytes));
  }
  for (; count > 1; count /= 2) {
    for (size_t i = 0; i < count / 2; ++i) nodes[i] = NodeHash(nodes[2 * i], nodes[2 * i + 1]);
  }
  return nodes[0];
}

// A row from outside that must have at least `width` whole hashes.
Parsed<std::string> ReadRow(TileRowId id, uint64_t width, const TileProvider& provider) {
  auto hashes = provider(id);
  if (!hashes) return hashes;
  if (hashes->size() % kHashBytes != 0 || hashes->size() > kTileBytesMax) {
    return FormatError{"a tile that is not 1 to 256 whole hashes"};
  }
  if (hashes->size() < width * kHashBytes) return FormatError{"a tile with too few hashes"};
  return hashes;
}

uint64_t EntriesAtLevel(uint32_t level, uint64_t size) {
  return level < kTileLevels ? size >> (8 * level) : 0;
}

}  // namespace

std::string TilePath(const TileId& tile) {
  CHECK(tile.level <= kTileLevelMax);
  return std::string(kTilePrefix) + std::to_string(tile.level) + "/" +
         EncodeNumber({.number = tile.number, .width = tile.width});
}

std::string BundlePath(const BundleId& bundle) {
  return std::string(kBundlePrefix) +
         EncodeNumber({.number = bundle.number, .width = bundle.width});
}

Parsed<TileId> ParseTilePath(std::string_view path) {
  const FormatError bad{"not the path of a tile"};
  if (!path.starts_with(kTilePrefix)) return bad;
  path.remove_prefix(kTilePrefix.size());
  const size_t slash = path.find('/');
  if (slash == std::string_view::npos) return bad;
  const auto level = ParseCount(path.substr(0, slash));
  if (!level || *level > kTileLevelMax) return bad;
  const auto rest = ParseNumber(path.substr(slash + 1));
  if (!rest) return rest.error();
  return TileId{
      .level = static_cast<uint32_t>(*level), .number = rest->number, .width = rest->width};
}

Parsed<BundleId> ParseBundlePath(std::string_view path) {
  if (!path.starts_with(kBundlePrefix)) return FormatError{"not the path of an entry bundle"};
  const auto rest = ParseNumber(path.substr(kBundlePrefix.size()));
  if (!rest) return rest.error();
  return BundleId{.number = rest->number, .width = rest->width};
}

std::vector<LevelTiles> TilesOfSize(uint64_t size) {
  std::vector<LevelTiles> levels;
  for (uint32_t level = 0; level < kTileLevels; ++level) {
    const uint64_t entries = EntriesAtLevel(level, size);
    if (entries == 0) break;
    levels.push_back({.level = level,
                      .full = entries / kTileWidth,
                      .partial_width = static_cast<uint32_t>(entries % kTileWidth)});
  }
  return levels;
}

bool TileIsWithin(const TileId& tile, uint64_t size) {
  if (tile.width == 0 || tile.width > kTileWidth || tile.number > kTileNumberMax) return false;
  const uint64_t entries = EntriesAtLevel(tile.level, size);
  const uint64_t begin = tile.number * kTileWidth;
  return begin < entries && tile.width <= entries - begin;
}

void AppendToBundle(std::string& bundle, std::string_view entry) {
  CHECK(entry.size() <= kBundleEntryBytesMax);
  PutInteger(bundle, static_cast<uint16_t>(entry.size()));
  bundle.append(entry);
}

Parsed<std::vector<std::string_view>> DecodeBundle(std::string_view bytes) {
  if (bytes.empty()) return FormatError{"an entry bundle without an entry"};
  std::vector<std::string_view> entries = ReadableEntries(bytes);
  size_t read = 0;
  for (const std::string_view entry : entries) read += sizeof(uint16_t) + entry.size();
  if (read == bytes.size()) return entries;
  if (entries.size() == kTileWidth) return FormatError{"more than 256 entries in a bundle"};
  return FormatError{"an entry bundle that is cut short"};
}

std::vector<std::string_view> ReadableEntries(std::string_view bytes) {
  std::vector<std::string_view> entries;
  ByteReader reader(bytes);
  while (!reader.AtEnd() && entries.size() < kTileWidth) {
    uint16_t length = 0;
    std::string_view entry;
    if (!reader.Read(length) || !reader.ReadBytes(length, entry)) break;
    entries.push_back(entry);
  }
  return entries;
}

TileTree::TileTree(TileProvider provider) : provider_(std::move(provider)) {}

Parsed<Hash> TileTree::NodeAt(NodeId node) {
  const uint32_t level = node.level / 8;
  const uint32_t height = node.level % 8;
  if (level >= kTileLevels || node.index > UINT64_MAX >> node.level) {
    return FormatError{"a node beyond every tree of a 64-bit size"};
  }
  const uint64_t first_entry = node.index << height;
  const TileRowId id{.level = level, .number = first_entry / kTileWidth};
  const size_t begin = (first_entry % kTileWidth) * kHashBytes;
  const size_t bytes = kHashBytes << height;
  TileRow& last = last_read_[level];
  if (last.id != id || last.hashes.size() < begin + bytes) {
    auto hashes = ReadRow(id, (begin + bytes) / kHashBytes, provider_);
    if (!hashes) return hashes.error();
    last = {.id = id, .hashes = *std::move(hashes)};
  }
  return SubtreeRoot(std::string_view(last.hashes).substr(begin, bytes));
}

Parsed<std::vector<TileRow>> ExtendTiles(uint64_t old_size, std::span<const Hash> leaf_hashes,
                                         const TileProvider& provider) {
  CHECK(old_size <= kTreeSizeMax && leaf_hashes.size() <= kTreeSizeMax - old_size);
  std::vector<TileRow> rows;
  // The roots of the tiles that became full are the next level's new entries.
  std::vector<Hash> full_tile_roots;
  for (uint32_t level = 0; level < kTileLevels && !leaf_hashes.empty(); ++level) {
    const uint64_t old_entries = EntriesAtLevel(level, old_size);
    TileRow row{.id = {.level = level, .number = old_entries / kTileWidth}, .hashes = {}};
    if (const uint64_t old_width = old_entries % kTileWidth; old_width > 0) {
      auto hashes = ReadRow(row.id, old_width, provider);
      if (!hashes) return hashes.error();
      row.hashes = hashes->substr(0, old_width * kHashBytes);
    }
    std::vector<Hash> roots;
    for (const Hash& hash : leaf_hashes) {
      PutBytes(row.hashes, hash);
      if (row.hashes.size() < kTileBytesMax) continue;
      roots.push_back(SubtreeRoot(row.hashes));
      const TileRowId next{.level = level, .number = row.id.number + 1};
      rows.push_back(std::exchange(row, {.id = next, .hashes = {}}));
    }
    if (!row.hashes.empty()) rows.push_back(std::move(row));
    full_tile_roots = std::move(roots);
    leaf_hashes = full_tile_roots;
  }
  return rows;
}

}  // namespace enishi
