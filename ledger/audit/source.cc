#include "ledger/audit/source.h"

#include <fstream>

namespace enishi {
namespace {

// A full bundle of the largest entries; nothing in an export is larger.
constexpr uintmax_t kFileBytesMax = uintmax_t{kTileWidth} * (kBundleEntryBytesMax + 2);

}  // namespace

Parsed<std::string> FolderSource::File(const std::string& path) const {
  std::error_code error;
  const uintmax_t size = std::filesystem::file_size(folder_ / path, error);
  if (error || size > kFileBytesMax) return FormatError{path + " is missing or too large"};
  std::ifstream in(folder_ / path, std::ios::binary);
  std::string bytes(size, '\0');
  if (!in.read(bytes.data(), static_cast<std::streamsize>(size))) {
    return FormatError{path + " cannot be read"};
  }
  return bytes;
}

Parsed<std::string> FolderSource::Checkpoint() { return File("checkpoint"); }
Parsed<std::string> FolderSource::Tile(const TileId& tile) { return File(TilePath(tile)); }
Parsed<std::string> FolderSource::Bundle(const BundleId& bundle) {
  return File(BundlePath(bundle));
}

}  // namespace enishi
