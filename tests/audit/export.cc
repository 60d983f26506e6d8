#include "tests/audit/export.h"

#include <algorithm>
#include <fstream>

#include "ledger/merkle/tree.h"
#include "tests/fixtures/town.h"
#include "tests/tools/exported_log.h"

namespace enishi::testing {
namespace {

const SigningKey& LogKey() {
  static Town town;
  return town.Key("log");
}

}  // namespace

Origin TownOrigin() { return *Origin::Parse("town.example/ledger"); }

VerifierKey TownVerifier() { return CheckpointVerifier(TownOrigin(), LogKey().public_key()); }

ExportFolder::ExportFolder(const std::vector<std::string>& leaves) {
  CHECK(WriteExportedLog(folder_.path(), TownOrigin(), leaves, LogKey()).has_value());
}

std::string ExportFolder::Read(const std::string& file) const {
  auto bytes = ReadFile(path() / file);
  CHECK(bytes.has_value());
  return *std::move(bytes);
}

void ExportFolder::Write(const std::string& file, const std::string& bytes) const {
  std::filesystem::create_directories((path() / file).parent_path());
  std::ofstream out(path() / file, std::ios::binary | std::ios::trunc);
  out << bytes;
  out.close();
  CHECK(out.good());
}

void ExportFolder::Remove(const std::string& file) const {
  CHECK(std::filesystem::remove(path() / file));
}

std::vector<std::string> ExportFolder::Files() const {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path())) {
    if (!entry.is_regular_file()) continue;
    files.push_back(std::filesystem::relative(entry.path(), path()).generic_string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

AuditReport AuditFolder(const ExportFolder& folder, AuditOptions options) {
  if (!options.verifier_key) options.verifier_key = TownVerifier();
  FolderSource source(folder.path());
  return Audit(source, options);
}

MemorySource::MemorySource(const ExportFolder& folder) {
  for (const std::string& file : folder.Files()) files[file] = folder.Read(file);
}

Parsed<std::string> MemorySource::File(const std::string& path) const {
  const auto at = files.find(path);
  if (at == files.end()) return FormatError{path + " is missing"};
  return at->second;
}

Checkpoint HeadOf(const std::vector<std::string>& leaves, size_t size) {
  Frontier frontier;
  for (size_t i = 0; i < size; ++i) frontier.Append(LeafHash(leaves.at(i)));
  return {TownOrigin(), size, frontier.Root()};
}

}  // namespace enishi::testing
