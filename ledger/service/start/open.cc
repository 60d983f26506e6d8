#include "ledger/service/start/open.h"

#include <system_error>
#include <utility>

#include "ledger/log/head_file.h"
#include "ledger/log/rocksdb_log.h"
#include "ledger/service/start/running_ledger.h"
#include "ledger/state/state_store.h"
#include "ledger/storage/folder.h"
#include "ledger/storage/ledger_folder.h"

namespace enishi {
namespace {

// Refuses to begin a new log where one was lost, and to serve what an interrupted restore left.
Result<Unit, StorageFailure> CheckFolder(const std::filesystem::path& folder) {
  std::error_code error;
  if (std::filesystem::exists(folder / kUnfinishedRestoreFile, error)) {
    return StorageFailure{"a restore into the folder " + folder.string() +
                          " was interrupted; run enishid restore again"};
  }
  if (std::filesystem::exists(folder / kLogFolder, error)) return Unit{};
  if (!std::filesystem::exists(folder / HeadFile::kFileName, error) &&
      !std::filesystem::exists(folder / kStateFolder, error)) {
    return Unit{};
  }
  return StorageFailure{"the folder " + folder.string() +
                        " had a ledger, but its log is missing; put log/ back or restore a backup "
                        "into an empty folder"};
}

}  // namespace

Result<std::unique_ptr<LedgerService>, StorageFailure> OpenLedger(
    const LedgerService::Options& options, SigningKey log_key, SigningKey service_key) {
  if (auto made = MakeFolder(options.folder, options.env); !made) return made.error();
  if (auto checked = CheckFolder(options.folder); !checked) return checked.error();
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

}  // namespace enishi
