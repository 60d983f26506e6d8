#include "tests/tools/exported_log.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "ledger/merkle/note.h"
#include "ledger/merkle/tile.h"

namespace enishi {
namespace {

namespace fs = std::filesystem;

Parsed<Unit> WriteFile(const fs::path& path, std::string_view bytes) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) return FormatError{"cannot write " + path.string()};
  return Unit{};
}

// The bundles of a log of that size.
std::vector<BundleId> BundlesOf(uint64_t size) {
  std::vector<BundleId> bundles;
  for (uint64_t first = 0; first < size; first += kTileWidth) {
    const auto width = static_cast<uint32_t>(std::min<uint64_t>(kTileWidth, size - first));
    bundles.push_back({first / kTileWidth, width});
  }
  return bundles;
}

}  // namespace

Parsed<std::string> ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) return FormatError{"cannot read " + path.string()};
  return bytes;
}

Parsed<ExportedLog> ReadExportedLog(const fs::path& folder) {
  const auto text = ReadFile(folder / "checkpoint");
  if (!text) return text.error();
  const auto note = ParseNote(*text);
  if (!note) return note.error();
  const auto checkpoint = ParseCheckpoint(note->text);
  if (!checkpoint) return checkpoint.error();
  ExportedLog log{*checkpoint, {}};
  for (const BundleId& bundle : BundlesOf(checkpoint->size)) {
    const auto bytes = ReadFile(folder / BundlePath(bundle));
    if (!bytes) return bytes.error();
    const auto entries = DecodeBundle(*bytes);
    if (!entries) return entries.error();
    if (entries->size() != bundle.width) {
      return FormatError{BundlePath(bundle) + " has another number of entries than its name"};
    }
    for (const std::string_view entry : *entries) log.leaves.emplace_back(entry);
  }
  return log;
}

Parsed<Unit> WriteBundles(const fs::path& folder, const std::vector<std::string>& leaves) {
  for (const BundleId& bundle : BundlesOf(leaves.size())) {
    std::string bytes;
    for (uint64_t i = 0; i < bundle.width; ++i) {
      AppendToBundle(bytes, leaves[bundle.number * kTileWidth + i]);
    }
    if (auto written = WriteFile(folder / BundlePath(bundle), bytes); !written) return written;
  }
  return Unit{};
}

Parsed<Unit> WriteExportedLog(const fs::path& folder, const Origin& origin,
                              const std::vector<std::string>& leaves, const SigningKey& log_key) {
  if (auto written = WriteBundles(folder, leaves); !written) return written;
  std::vector<Hash> hashes;
  Frontier frontier;
  for (const std::string& leaf : leaves) {
    hashes.push_back(LeafHash(leaf));
    frontier.Append(hashes.back());
  }
  const auto rows = ExtendTiles(0, hashes, [](TileRowId) -> Parsed<std::string> {
    return FormatError{"an empty log has no tiles"};
  });
  if (!rows) return rows.error();
  for (const TileRow& row : *rows) {
    const TileId tile{row.id.level, row.id.number,
                      static_cast<uint32_t>(row.hashes.size() / sizeof(Hash))};
    if (auto written = WriteFile(folder / TilePath(tile), row.hashes); !written) return written;
  }
  return WriteFile(folder / "checkpoint",
                   SignCheckpoint({origin, leaves.size(), frontier.Root()}, log_key));
}

}  // namespace enishi
