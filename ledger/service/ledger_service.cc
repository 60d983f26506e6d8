#include "ledger/service/ledger_service.h"

#include <system_error>
#include <utility>

#include "ledger/log/rocksdb/folder.h"
#include "ledger/log/rocksdb/head_file.h"
#include "ledger/log/rocksdb/rocksdb_log.h"
#include "ledger/service/recovery.h"
#include "ledger/service/running_ledger.h"
#include "ledger/state/state_store.h"

namespace enishi {
namespace {

constexpr std::string_view kLogFolder = "log";
constexpr std::string_view kStateFolder = "state";
constexpr std::string_view kNewStateFolder = "state.new";
constexpr std::string_view kOldStateFolder = "state.old";

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

// A log that has gone is not begun anew in silence.
Result<Unit, StorageFailure> CheckLogIsThere(const std::filesystem::path& folder) {
  std::error_code error;
  if (std::filesystem::exists(folder / kLogFolder, error)) return Unit{};
  if (!std::filesystem::exists(folder / HeadFile::kFileName, error) &&
      !std::filesystem::exists(folder / kStateFolder, error)) {
    return Unit{};
  }
  return StorageFailure{"the folder " + folder.string() +
                        " had a ledger and has no log; put log/ back, from a backup where there is "
                        "no other, or take a fresh folder for a new ledger"};
}

Result<Unit, StorageFailure> BuildState(const LedgerService::Options& options, const Log& log,
                                        const std::filesystem::path& folder) {
  auto state = StateStore::Open({.folder = folder, .replay_max = options.replay_max});
  if (!state) return state.error();
  if (auto caught_up = CatchUp(log, **state); !caught_up) return caught_up;
  return (*state)->Flush();
}

}  // namespace

Result<std::unique_ptr<LedgerService>, StorageFailure> LedgerService::Open(const Options& options,
                                                                           SigningKey log_key,
                                                                           SigningKey service_key) {
  if (auto made = MakeFolder(options.folder, options.env); !made) return made.error();
  if (auto checked = CheckLogIsThere(options.folder); !checked) return checked.error();
  // The log first: whoever has it open is the one who may open the state.
  auto log = RocksdbLog::Open({.folder = options.folder / kLogFolder, .env = options.env});
  if (!log) return log.error();
  // The log's name is durable before there is anything beside it.
  if (auto synced = SyncFolder(options.folder, options.env); !synced) return synced.error();
  auto heads =
      std::make_unique<HeadFile>(HeadFile::Options{.folder = options.folder, .env = options.env});
  auto state = StateStore::Open({.folder = options.folder / kStateFolder,
                                 .replay_max = options.replay_max,
                                 .env = options.env});
  if (!state) return state.error();
  if (auto synced = SyncFolder(options.folder, options.env); !synced) return synced.error();
  return RunningLedger::Open(
      options, {.log = *std::move(log), .heads = std::move(heads), .state = *std::move(state)},
      {.log = std::move(log_key), .service = std::move(service_key)});
}

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
