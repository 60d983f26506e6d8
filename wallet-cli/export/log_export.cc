#include "wallet-cli/export/log_export.h"

#include <fstream>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "ledger/audit/tiles_check.h"
#include "ledger/base/durable_file.h"
#include "ledger/merkle/tree.h"
#include "ledger/messages/audit.h"
#include "ledger/messages/failures.h"

namespace enishi {
namespace {

constexpr std::string_view kKeyFile = "verifier-key.txt";
constexpr std::string_view kCheckpointFile = "checkpoint";

Failure ExportFailure(std::string code, Bilingual title, Bilingual detail) {
  return {Exit::kRefused, std::move(code), std::move(title), std::move(detail)};
}

Failure Broken(std::string detail) {
  return ExportFailure("export_wrong", texts::kExportWrong, std::move(detail));
}

std::optional<std::string> ReadIfThere(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::optional<Failure> WriteFile(const std::filesystem::path& file, std::string_view bytes) {
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  const auto written = WriteDurableFile(file, bytes, FileAccess::kEveryone);
  if (written) return std::nullopt;
  return ExportFailure("file", texts::kExportUnwritable, written.error().message);
}

// The key that an earlier export into this folder recorded stays the one.
std::optional<Failure> KeepKey(const ExportOptions& options) {
  const std::filesystem::path file = options.folder / kKeyFile;
  const std::string text = options.verifier_key.Encode() + "\n";
  const auto recorded = ReadIfThere(file);
  if (!recorded) return WriteFile(file, text);
  if (*recorded == text) return std::nullopt;
  return ExportFailure("export_wrong", texts::kExportOther, file.string());
}

class Fetcher {
 public:
  Fetcher(LogSource& source, const ExportOptions& options) : source_(source), options_(options) {}

  std::optional<Failure> FetchAll(uint64_t size) {
    for (const LevelTiles& level : TilesOfSize(size)) {
      for (uint64_t n = 0; n < level.full; ++n) {
        if (auto failure = FetchOne(level.level, n, kTileWidth)) return failure;
      }
      if (level.partial_width == 0) continue;
      if (auto failure = FetchOne(level.level, level.full, level.partial_width)) return failure;
    }
    return std::nullopt;
  }

 private:
  std::optional<Failure> FetchOne(uint32_t level, uint64_t number, uint32_t width) {
    const TileId tile{level, number, width};
    if (auto failure = Keep(TilePath(tile), [&] { return source_.Tile(tile); })) return failure;
    if (level != 0) return std::nullopt;
    const BundleId bundle{number, width};
    if (auto failure = Keep(BundlePath(bundle), [&] { return source_.Bundle(bundle); })) {
      return failure;
    }
    if (options_.progress) options_.progress(number * kTileWidth + width);
    return std::nullopt;
  }

  template <class Read>
  std::optional<Failure> Keep(const std::string& path, const Read& read) {
    const std::filesystem::path file = options_.folder / path;
    if (std::filesystem::exists(file)) return std::nullopt;
    const auto bytes = read();
    if (!bytes)
      return ExportFailure("export_failed", texts::kExportUnreadable,
                           path + ": " + bytes.error().message);
    return WriteFile(file, *bytes);
  }

  LogSource& source_;
  const ExportOptions& options_;
};

// Hashes every entry in the folder and compares all tiles and the root.
std::optional<Failure> VerifyFolder(FolderSource& folder, const Checkpoint& head) {
  TilesCheck tiles(folder);
  Frontier tree;
  for (uint64_t n = 0; n * kTileWidth < head.size; ++n) {
    const uint64_t left = head.size - n * kTileWidth;
    const auto width = static_cast<uint32_t>(left < kTileWidth ? left : kTileWidth);
    const auto bytes = folder.Bundle({n, width});
    if (!bytes) return Broken(bytes.error().message);
    const auto entries = DecodeBundle(*bytes);
    if (!entries || entries->size() != width) return Broken(BundlePath({n, width}));
    std::vector<Hash> hashes;
    for (const std::string_view entry : *entries) {
      hashes.push_back(LeafHash(entry));
      tree.Append(hashes.back());
    }
    if (const auto difference = tiles.Append(hashes)) return Broken(difference->path);
  }
  if (const auto difference = tiles.Finish()) return Broken(difference->path);
  if (tree.Root() != head.root)
    return Broken("the entries do not have the root that the head says");
  return std::nullopt;
}

// The head that an earlier export left must be a beginning of this one.
std::optional<Failure> VerifyGrowth(FolderSource& folder, const Checkpoint& head,
                                    const ExportOptions& options) {
  const auto note = ReadIfThere(options.folder / kCheckpointFile);
  if (!note) return std::nullopt;
  const auto older = OpenCheckpoint(*note, options.verifier_key);
  if (!older)
    return Broken("the folder's older checkpoint: " + std::string(Describe(older.error())));
  if (older->size > head.size) return Broken("the log is smaller than when it was exported before");
  TileTree tree([&](TileRowId id) {
    for (const LevelTiles& level : TilesOfSize(head.size)) {
      if (level.level != id.level) continue;
      const uint32_t width = id.number < level.full ? kTileWidth : level.partial_width;
      return folder.Tile({id.level, id.number, width});
    }
    return Parsed<std::string>(FormatError{"no such tile"});
  });
  const auto root = RootFrom(older->size, tree);
  if (root && *root == older->root) return std::nullopt;
  return {{Exit::kRefused, "history_rewritten", texts::kExportRewritten,
           Fill(texts::kExportRootDiffers, older->size)}};
}

}  // namespace

Parsed<std::string> ServerSource::Get(const std::string& path, const KeyEntry* as) {
  auto bytes = client_.GetBytes(path, as);
  if (bytes) return *std::move(bytes);
  const Failure& failure = bytes.error();
  std::string message = path.substr(1) + " cannot be read: " + failure.title.en;
  if (!failure.detail.empty()) message += " " + failure.detail.en;
  if (failure.code != "not_found") unreadable_.emplace(message, failure);
  return FormatError{std::move(message)};
}

const Failure* ServerSource::Unreadable(const std::string& message) const {
  const auto found = unreadable_.find(message);
  return found == unreadable_.end() ? nullptr : &found->second;
}

Parsed<std::string> ServerSource::Checkpoint() { return Get("/checkpoint", nullptr); }
Parsed<std::string> ServerSource::Tile(const TileId& tile) {
  return Get("/" + TilePath(tile), nullptr);
}
Parsed<std::string> ServerSource::Bundle(const BundleId& bundle) {
  return Get("/" + BundlePath(bundle), &auditor_);
}

Tried<Checkpoint> ExportLog(LogSource& source, const ExportOptions& options) {
  const auto note = source.Checkpoint();
  if (!note) {
    return ExportFailure("export_failed", texts::kExportHeadless, note.error().message);
  }
  const auto head = OpenCheckpoint(*note, options.verifier_key);
  if (!head) return Broken("the head: " + std::string(Describe(head.error())));
  if (auto failure = KeepKey(options)) return *std::move(failure);
  if (auto failure = Fetcher(source, options).FetchAll(head->size)) return *std::move(failure);
  FolderSource folder(options.folder);
  if (auto failure = VerifyFolder(folder, *head)) return *std::move(failure);
  if (auto failure = VerifyGrowth(folder, *head, options)) return *std::move(failure);
  if (auto failure = WriteFile(options.folder / kCheckpointFile, *note)) return *std::move(failure);
  return *head;
}

}  // namespace enishi
