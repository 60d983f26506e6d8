#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/keys/keys.h"
#include "ledger/merkle/checkpoint.h"

namespace enishi {

/// An exported log in memory: what its checkpoint says, unverified, and its leaves.
struct ExportedLog {
  Checkpoint checkpoint;
  std::vector<std::string> leaves;
};

/// Reads `folder`/checkpoint and the entry bundles of its size. Verifies nothing.
Parsed<ExportedLog> ReadExportedLog(const std::filesystem::path& folder);

/// Writes the bundles of the leaves, as they are, into an exported folder.
Parsed<Unit> WriteBundles(const std::filesystem::path& folder,
                          const std::vector<std::string>& leaves);

/// Writes bundles, all hash tiles and a checkpoint that fit the leaves: the work of an operator who
/// has the log's key and wants an edited log to look whole.
Parsed<Unit> WriteExportedLog(const std::filesystem::path& folder, const Origin& origin,
                              const std::vector<std::string>& leaves, const SigningKey& log_key);

Parsed<std::string> ReadFile(const std::filesystem::path& path);

}  // namespace enishi
