#include "ledger/service/upkeep/rebuild.h"

#include <system_error>

#include "ledger/log/rocksdb_log.h"
#include "ledger/service/start/recovery.h"
#include "ledger/state/state_store.h"
#include "ledger/storage/folder.h"
#include "ledger/storage/ledger_folder.h"

namespace enishi {
namespace {

Result<Unit, StorageFailure> RemoveFolder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::remove_all(folder, error);
  if (error) return StorageFailure{"the folder " + folder.string() + ": " + error.message()};
  return Unit{};
}

Result<Unit, StorageFailure> MoveFolder(const std::filesystem::path& from,
                                        const std::filesystem::path& to) {
  std::error_code error;
  std::filesystem::rename(from, to, error);
  if (error) return StorageFailure{"the folder " + from.string() + ": " + error.message()};
  return SyncFolder(from.parent_path());
}

Result<Unit, StorageFailure> BuildState(const LedgerService::Options& options, const Log& log,
                                        const std::filesystem::path& folder) {
  auto state = StateStore::Open({.folder = folder, .replay_max = options.replay_max});
  if (!state) return state.error();
  if (auto caught_up = CatchUp(log, **state); !caught_up) return caught_up;
  return (*state)->Flush();
}

}  // namespace

Result<Unit, StorageFailure> RebuildState(const LedgerService::Options& options) {
  const std::filesystem::path& folder = options.folder;
  const auto state = folder / kStateFolder;
  const auto new_state = folder / kNewStateFolder;
  const auto old_state = folder / kOldStateFolder;
  std::error_code error;
  if (!std::filesystem::is_directory(folder / kLogFolder, error)) {
    return StorageFailure{"the folder " + folder.string() + " has no log"};
  }
  // Held open to the end, so that no service runs meanwhile.
  const auto log = RocksdbLog::Open({.folder = folder / kLogFolder});
  if (!log) return log.error();
  // What an interrupted rebuild left.
  if (auto removed = RemoveFolder(new_state); !removed) return removed;
  if (auto removed = RemoveFolder(old_state); !removed) return removed;
  if (auto built = BuildState(options, **log, new_state); !built) return built;
  // A crash between the two moves leaves no state, which the next start makes from the log.
  if (std::filesystem::exists(state, error)) {
    if (auto moved = MoveFolder(state, old_state); !moved) return moved;
  }
  if (auto moved = MoveFolder(new_state, state); !moved) return moved;
  return RemoveFolder(old_state);
}

}  // namespace enishi
