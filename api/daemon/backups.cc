#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

#include "api/daemon/commands.h"
#include "ledger/messages/daemon.h"
#include "ledger/messages/details.h"
#include "ledger/service/upkeep/backup.h"

// enishid backup and enishid restore.

namespace enishi {
namespace {

int Fail(Language language, const Bilingual& message) {
  std::cerr << "enishid: " << message.In(language) << "\n";
  return 1;
}

}  // namespace

int RunBackup(const std::filesystem::path& folder, const std::filesystem::path& to,
              Language language) {
  const auto done = BackUp(folder, to);
  if (!done) {
    return Fail(language, Fill(texts::kNotBackedUp, Translated(done.error().message)));
  }
  std::cout << FillIn(language, texts::kBackedUp, to.string(), done->entries, done->added,
                      done->head);
  return 0;
}

int RunRestore(const RestoreOptions& options) {
  std::vector<KeptHead> heads;
  for (const auto& path : options.heads) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return Fail(options.language, Fill(texts::kFileUnreadable, path.string()));
    heads.push_back({.name = "the head in " + path.string(),
                     .note = {std::istreambuf_iterator<char>(file), {}}});
  }
  const auto done = Restore(options.from, options.folder, heads);
  if (!done) {
    return Fail(options.language, Fill(texts::kNotRestored, Translated(done.error().message)));
  }
  std::cout << FillIn(options.language, texts::kRestored, options.folder.string(), done->entries);
  return 0;
}

}  // namespace enishi
