#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/keys/keys.h"
#include "ledger/merkle/checkpoint.h"

namespace enishi {

/// An exported log in memory: the unverified contents of its checkpoint, and its leaves.
struct ExportedLog {
  Checkpoint checkpoint;
  std::vector<std::string> leaves;
};

/// Reads `folder`/checkpoint and the entry bundles of its size. Verifies nothing.
Parsed<ExportedLog> ReadExportedLog(const std::filesystem::path& folder);

/// Writes the bundles of the leaves into an exported folder.
Parsed<Unit> WriteBundles(const std::filesystem::path& folder,
                          const std::vector<std::string>& leaves);

/// Writes bundles, all hash tiles and a checkpoint for the leaves, as an operator with the log's
/// key would to hide an edit.
Parsed<Unit> WriteExportedLog(const std::filesystem::path& folder, const Origin& origin,
                              const std::vector<std::string>& leaves, const SigningKey& log_key);

Parsed<std::string> ReadFile(const std::filesystem::path& path);

}  // namespace enishi
