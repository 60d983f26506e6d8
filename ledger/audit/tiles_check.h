#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>

#include "ledger/audit/source.h"
#include "ledger/merkle/tile.h"

namespace enishi {

/// Recomputes every hash tile from the leaf hashes and compares it with the published one. Keeps
/// the right edge only: one tile per level. One thread.
class TilesCheck {
 public:
  explicit TilesCheck(LogSource& source) : source_(source) {}

  struct Difference {
    std::string path;               // of the tile
    std::string why;                // for people: what is wrong with it
    std::optional<uint64_t> entry;  // the first entry whose hash differs, at level 0
  };

  /// Takes the next leaf hashes, ending at a multiple of 256 or at the end of the tree.
  std::optional<Difference> Append(std::span<const Hash> leaf_hashes);
  /// Compares the partial tiles of the right edge; call after the last Append.
  std::optional<Difference> Finish();

 private:
  std::optional<Difference> Compare(const TileRow& row);

  LogSource& source_;
  uint64_t size_ = 0;
  std::map<uint32_t, TileRow> edge_;  // by level
};

}  // namespace enishi
