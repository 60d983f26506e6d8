#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/log/log.h"

namespace enishi {

/// What a backup or a restored ledger holds when it is done.
struct CopiedLog {
  uint64_t entries = 0;  // all of them under `head`
  uint64_t added = 0;    // of them by this run
  std::string head;      // the signed note
};

/// Brings the backup in `to` up to the last signed head of the ledger in `folder`, which may be
/// served meanwhile: nothing there is locked or written. A backup is a log and a head as a ledger
/// has them. Re-hashes all entries of both; fails, and leaves the backup as it was, where the
/// ledger has no head yet, where its entries do not have the head's root, or where they do not
/// continue those of the backup. Durable when it returns. Not for two at once into one folder.
Result<CopiedLog, StorageFailure> BackUp(const std::filesystem::path& folder,
                                         const std::filesystem::path& to);

/// A head that somebody kept: who, for messages, and the signed note.
struct KeptHead {
  std::string name;
  std::string note;
};

/// Makes a ledger in `folder` from the backup in `from`, which is only read: the log, the head, and
/// the state that the rules derive from every entry. Fails and leaves nothing if the folder has a
/// ledger already, if an entry does not follow by the rules, or if the backup does not continue one
/// of the heads; the message then says which entries are missing. Signatures of entries are left to
/// the audit. Keys and settings are not part of a backup.
///
/// A restore that was interrupted at any step (crash, power cut) leaves a folder that the service
/// refuses and that the next Restore replaces.
Result<CopiedLog, StorageFailure> Restore(const std::filesystem::path& from,
                                          const std::filesystem::path& folder,
                                          const std::vector<KeptHead>& heads);

}  // namespace enishi
