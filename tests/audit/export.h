#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/audit/audit.h"
#include "tests/fixtures/temporary_folder.h"

namespace enishi::testing {

/// The log's origin in every town of the tests, and the key that its auditors know.
Origin TownOrigin();
VerifierKey TownVerifier();

/// A folder with an export of the leaves, and a head signed by the town's log key: what an operator
/// with that key can publish for any leaves.
class ExportFolder {
 public:
  explicit ExportFolder(const std::vector<std::string>& leaves);

  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
  /// Returns a file's bytes. Stops the test if it is missing.
  [[nodiscard]] std::string Read(const std::string& file) const;
  void Write(const std::string& file, const std::string& bytes) const;
  void Remove(const std::string& file) const;
  /// The names of all files, relative to the folder, in order.
  [[nodiscard]] std::vector<std::string> Files() const;

 private:
  TemporaryFolder folder_;
};

/// Audits with the town's verifier key unless the options have another.
AuditReport AuditFolder(const ExportFolder& folder, AuditOptions options = {});

/// An export in memory, for tests with many audits.
class MemorySource : public LogSource {
 public:
  explicit MemorySource(const ExportFolder& folder);
  Parsed<std::string> Checkpoint() override { return File("checkpoint"); }
  Parsed<std::string> Tile(const TileId& tile) override { return File(TilePath(tile)); }
  Parsed<std::string> Bundle(const BundleId& bundle) override { return File(BundlePath(bundle)); }

  std::map<std::string, std::string> files;

 private:
  [[nodiscard]] Parsed<std::string> File(const std::string& path) const;
};

/// The unsigned head of the first `size` leaves, as a wallet would keep it.
Checkpoint HeadOf(const std::vector<std::string>& leaves, size_t size);

}  // namespace enishi::testing
