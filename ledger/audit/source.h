#pragma once

#include <filesystem>
#include <string>

#include "ledger/base/result.h"
#include "ledger/merkle/tile.h"

namespace enishi {

/// Where an audit reads a log from: an exported folder, or a live service. The audit
/// checks everything that it returns. Used from one thread.
class LogSource {
 public:
  LogSource() = default;
  LogSource(const LogSource&) = delete;
  LogSource& operator=(const LogSource&) = delete;
  virtual ~LogSource() = default;

  /// The signed head.
  virtual Parsed<std::string> Checkpoint() = 0;
  virtual Parsed<std::string> Tile(const TileId& tile) = 0;
  virtual Parsed<std::string> Bundle(const BundleId& bundle) = 0;
};

/// A folder laid out as C2SP tlog-tiles says: checkpoint, tile/<level>/…, tile/entries/….
class FolderSource : public LogSource {
 public:
  explicit FolderSource(std::filesystem::path folder) : folder_(std::move(folder)) {}
  Parsed<std::string> Checkpoint() override;
  Parsed<std::string> Tile(const TileId& tile) override;
  Parsed<std::string> Bundle(const BundleId& bundle) override;

 private:
  [[nodiscard]] Parsed<std::string> File(const std::string& path) const;
  std::filesystem::path folder_;
};

}  // namespace enishi
