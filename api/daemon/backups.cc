#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

#include "api/daemon/commands.h"
#include "api/daemon/config.h"
#include "api/daemon/service_keys.h"
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

// A backup holds neither keys nor settings, so that a copy of it signs nothing.
void PrintWhatIsMissing(const std::filesystem::path& folder, Language language) {
  std::error_code error;
  bool is_complete = true;
  for (const auto& path : {ServiceKeyPath(folder), folder / Config::kFileName}) {
    if (std::filesystem::exists(path, error)) continue;
    std::cout << FillIn(language, texts::kRestoredWithout, path.string());
    is_complete = false;
  }
  if (!is_complete) std::cout << FillIn(language, texts::kCopyKeysAndSettings);
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
  PrintWhatIsMissing(options.folder, options.language);
  return 0;
}

}  // namespace enishi
