#include "ledger/service/upkeep/backup.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "ledger/base/durable_file.h"
#include "ledger/instruction/instruction.h"
#include "ledger/log/head_file.h"
#include "ledger/log/rocksdb_log.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/tree.h"
#include "ledger/rules/state/decoded_entry.h"
#include "ledger/service/start/recovery.h"
#include "ledger/state/state_store.h"
#include "ledger/storage/folder.h"
#include "ledger/storage/ledger_folder.h"

namespace enishi {
namespace {

constexpr uint64_t kEntriesAtOnce = 1024;
// A running service may remove a file between the list and the reading of it.
constexpr int kTriesToOpen = 5;

using OpenedLog = Result<std::unique_ptr<RocksdbLog>, StorageFailure>;

// A size and a root that a log has to have, and who says so.
struct Demand {
  std::string name;
  uint64_t size = 0;
  Hash root{};
};

OpenedLog OpenToRead(const std::filesystem::path& folder) {
  const auto log = folder / kLogFolder;
  std::error_code error;
  if (!std::filesystem::is_directory(log, error)) {
    return StorageFailure{"the folder " + folder.string() + " has no log"};
  }
  OpenedLog opened = RocksdbLog::OpenToRead({.folder = log});
  for (int tries = 1; !opened && tries < kTriesToOpen; ++tries) {
    opened = RocksdbLog::OpenToRead({.folder = log});
  }
  return opened;
}

Result<std::string, StorageFailure> ReadHead(const std::filesystem::path& folder) {
  auto head = HeadFile({.folder = folder}).Last();
  if (!head) return head.error();
  if (!*head || (*head)->empty()) {
    return StorageFailure{"the folder " + folder.string() + " has no signed head yet"};
  }
  return **std::move(head);
}

// The log's key and origin as its first entry names them.
Result<VerifierKey, StorageFailure> KeyOf(const Log& log) {
  const auto entry = log.Read(0);
  if (!entry) return entry.error();
  const auto leaf = DecodeInstructionLeaf(entry->leaf);
  if (!leaf) return StorageFailure{"entry 0 of the log does not decode"};
  const auto* genesis = std::get_if<Genesis>(&leaf->instruction.payload);
  if (genesis == nullptr) return StorageFailure{"entry 0 of the log is not a genesis"};
  return CheckpointVerifier(genesis->origin, genesis->log_key);
}

Result<Demand, StorageFailure> DemandOf(const KeptHead& head, const VerifierKey& key) {
  const auto checkpoint = OpenCheckpoint(head.note, key);
  if (!checkpoint) {
    return StorageFailure{head.name + ": " + std::string(Describe(checkpoint.error()))};
  }
  return Demand{.name = head.name, .size = checkpoint->size, .root = checkpoint->root};
}

Result<Unit, StorageFailure> CheckSizes(const Log& log, const std::vector<Demand>& demands) {
  for (const Demand& demand : demands) {
    if (demand.size <= log.size()) continue;
    return StorageFailure{
        demand.name + " is of " + std::to_string(demand.size) + " entries, and the log has " +
        std::to_string(log.size()) + ": the entries from " + std::to_string(log.size()) + " to " +
        std::to_string(demand.size - 1) + " are missing; look for a newer backup"};
  }
  return Unit{};
}

// Hashes the log as far as anyone demands something of it.
Result<Unit, StorageFailure> CheckRoots(const Log& log, std::vector<Demand> demands) {
  if (auto checked = CheckSizes(log, demands); !checked) return checked;
  std::sort(demands.begin(), demands.end(),
            [](const Demand& a, const Demand& b) { return a.size < b.size; });
  Frontier tree;
  std::optional<StorageFailure> wrong;
  auto next = demands.begin();
  const auto compare = [&] {
    for (; next != demands.end() && next->size == tree.size(); ++next) {
      if (next->root == tree.Root()) continue;
      wrong = StorageFailure{"the log does not continue " + next->name + ": its first " +
                             std::to_string(next->size) + " entries are other ones"};
      return false;
    }
    return next != demands.end();
  };
  if (compare()) {
    auto read = log.ReadRange(0, demands.back().size, [&](uint64_t, const StoredEntry& entry) {
      tree.Append(LeafHash(entry.leaf));
      return compare();
    });
    if (!read) return read;
  }
  if (wrong) return *wrong;
  return Unit{};
}

// What is in a backup already: its entries, and the head beside them.
Result<std::vector<Demand>, StorageFailure> DemandsOfBackup(const Log& backup,
                                                            const std::filesystem::path& to,
                                                            const VerifierKey& key) {
  std::vector<Demand> demands;
  if (backup.size() == 0) return demands;
  const std::string name = "the backup in " + to.string();
  Frontier tree;
  auto read = backup.ReadRange(0, backup.size(), [&](uint64_t, const StoredEntry& entry) {
    tree.Append(LeafHash(entry.leaf));
    return true;
  });
  if (!read) return read.error();
  demands.push_back({.name = name, .size = tree.size(), .root = tree.Root()});
  const auto head = HeadFile({.folder = to}).Last();
  if (!head) return head.error();
  if (*head && !(*head)->empty()) {
    auto demand = DemandOf({.name = "the head of " + name, .note = **head}, key);
    if (!demand) return demand.error();
    demands.push_back(*std::move(demand));
  }
  return demands;
}

// Appends what the copy lacks of the first `end` entries, and the head over them.
Result<Unit, StorageFailure> Copy(const Log& log, uint64_t end, const std::string& head,
                                  Log& copy) {
  const auto epoch = copy.BeginEpoch();
  if (!epoch) return epoch.error();
  while (copy.size() < end) {
    const uint64_t first = copy.size();
    const uint64_t count = std::min(end - first, kEntriesAtOnce);
    std::vector<StoredEntry> entries;
    auto read = log.ReadRange(first, count, [&](uint64_t, const StoredEntry& entry) {
      entries.push_back(entry);
      return true;
    });
    if (!read) return read;
    if (copy.Append(*epoch, first, entries) != AppendResult::kAppended) {
      return StorageFailure{copy.failure()};
    }
  }
  return copy.StoreHead(head);
}

// Refuses a folder that has a ledger. What an interrupted restore left is no ledger: it was never
// served.
Result<Unit, StorageFailure> CheckIsFree(const std::filesystem::path& folder) {
  std::error_code error;
  if (std::filesystem::exists(folder / kUnfinishedRestoreFile, error)) return Unit{};
  for (const std::string_view name : {kLogFolder, kStateFolder, HeadFile::kFileName}) {
    // A link counts as well, wherever it leads.
    const auto status = std::filesystem::symlink_status(folder / name, error);
    if (status.type() == std::filesystem::file_type::not_found) continue;
    return StorageFailure{(folder / name).string() +
                          " exists already; restore into another folder"};
  }
  return Unit{};
}

Result<Unit, StorageFailure> RemoveLeftovers(const std::filesystem::path& folder) {
  for (const std::string_view name :
       {kLogFolder, kStateFolder, kNewLogFolder, kNewStateFolder, HeadFile::kFileName}) {
    std::error_code error;
    std::filesystem::remove_all(folder / name, error);
    if (error) return StorageFailure{(folder / name).string() + ": " + error.message()};
  }
  return Unit{};
}

// Marks the folder as one that is being restored, then removes what an interrupted restore left.
Result<Unit, StorageFailure> BeginRestore(const std::filesystem::path& folder) {
  if (auto made = MakeFolder(folder); !made) return made;
  const auto marked = WriteDurableFile(folder / kUnfinishedRestoreFile, "", FileAccess::kOwner);
  if (!marked) return StorageFailure{marked.error().message};
  return RemoveLeftovers(folder);
}

// The mark goes last: without it the folder is a ledger that can be served.
Result<Unit, StorageFailure> EndRestore(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::remove(folder / kUnfinishedRestoreFile, error);
  if (error) {
    return StorageFailure{(folder / kUnfinishedRestoreFile).string() + ": " + error.message()};
  }
  return SyncFolder(folder);
}

Result<Unit, StorageFailure> Move(const std::filesystem::path& from,
                                  const std::filesystem::path& to) {
  std::error_code error;
  std::filesystem::rename(from, to, error);
  if (error) return StorageFailure{from.string() + ": " + error.message()};
  return SyncFolder(to.parent_path());
}

// Builds log, head and state in a folder that BeginRestore prepared.
Result<Unit, StorageFailure> Build(const Log& from, const CopiedLog& what,
                                   const std::filesystem::path& folder) {
  {
    auto log = RocksdbLog::Open({.folder = folder / kNewLogFolder});
    if (!log) return log.error();
    if (auto copied = Copy(from, what.entries, what.head, **log); !copied) return copied;
    auto state = StateStore::Open({.folder = folder / kNewStateFolder});
    if (!state) return state.error();
    if (auto caught_up = CatchUp(**log, **state); !caught_up) return caught_up;
    if (auto flushed = (*state)->Flush(); !flushed) return flushed;
  }
  if (auto moved = Move(folder / kNewStateFolder, folder / kStateFolder); !moved) return moved;
  HeadFile head_file({.folder = folder});
  if (auto stored = head_file.Store(what.head); !stored) return stored;
  return Move(folder / kNewLogFolder, folder / kLogFolder);
}

// Leaves the folder as it was before a restore that failed, as far as the disk permits.
void AbandonRestore(const std::filesystem::path& folder) {
  if (RemoveLeftovers(folder)) (void)EndRestore(folder);
}

}  // namespace

Result<CopiedLog, StorageFailure> BackUp(const std::filesystem::path& folder,
                                         const std::filesystem::path& to) {
  // The head before the log: what is under a head that was stored is in the log.
  auto head = ReadHead(folder);
  if (!head) return head.error();
  const auto log = OpenToRead(folder);
  if (!log) return log.error();
  const auto key = KeyOf(**log);
  if (!key) return key.error();
  const auto last = DemandOf({.name = "the ledger's last head", .note = *head}, *key);
  if (!last) return last.error();

  if (auto made = MakeFolder(to); !made) return made.error();
  const auto backup = RocksdbLog::Open({.folder = to / kLogFolder});
  if (!backup) return backup.error();
  auto demands = DemandsOfBackup(**backup, to, *key);
  if (!demands) return demands.error();
  demands->push_back(*last);
  if (auto checked = CheckRoots(**log, *demands); !checked) return checked.error();

  const uint64_t before = (*backup)->size();
  if (before > last->size) {
    return StorageFailure{"the backup has more entries than the ledger's last head covers"};
  }
  if (auto copied = Copy(**log, last->size, *head, **backup); !copied) return copied.error();
  HeadFile beside({.folder = to});
  if (auto stored = beside.Store(*head); !stored) return stored.error();
  return CopiedLog{.entries = last->size, .added = last->size - before, .head = *std::move(head)};
}

Result<CopiedLog, StorageFailure> Restore(const std::filesystem::path& from,
                                          const std::filesystem::path& folder,
                                          const std::vector<KeptHead>& heads) {
  if (auto checked = CheckIsFree(folder); !checked) return checked.error();
  const auto log = OpenToRead(from);
  if (!log) return log.error();
  auto own = ReadHead(from);
  if (!own) return own.error();
  const auto key = KeyOf(**log);
  if (!key) return key.error();

  std::vector<KeptHead> all = heads;
  all.push_back({.name = "the head in " + from.string(), .note = *std::move(own)});
  std::vector<Demand> demands;
  CopiedLog restored;
  for (const KeptHead& head : all) {
    auto demand = DemandOf(head, *key);
    if (!demand) return demand.error();
    if (demand->size > restored.entries) {
      restored.entries = demand->size;
      restored.head = head.note;
    }
    demands.push_back(*std::move(demand));
  }
  if (auto checked = CheckRoots(**log, demands); !checked) return checked.error();

  if (auto begun = BeginRestore(folder); !begun) {
    AbandonRestore(folder);
    return begun.error();
  }
  if (auto built = Build(**log, restored, folder); !built) {
    AbandonRestore(folder);
    return built.error();
  }
  if (auto ended = EndRestore(folder); !ended) return ended.error();
  restored.added = restored.entries;
  return restored;
}

}  // namespace enishi
