#include <fstream>
#include <iostream>
#include <iterator>
#include <utility>

#include "api/daemon/commands.h"
#include "ledger/service/upkeep/backup.h"

// enishid backup and enishid restore.

namespace enishi {
namespace {

int Fail(const std::string& message) {
  std::cerr << "enishid: " << message << "\n";
  return 1;
}

}  // namespace

int RunBackup(const std::filesystem::path& folder, const std::filesystem::path& to) {
  const auto done = BackUp(folder, to);
  if (!done) return Fail("nothing was backed up: " + done.error().message);
  std::cout << to.string() << " has " << done->entries << " entries, " << done->added
            << " of them new, and this head over them:\n"
            << done->head;
  return 0;
}

int RunRestore(const RestoreOptions& options) {
  std::vector<KeptHead> heads;
  for (const auto& path : options.heads) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return Fail(path.string() + " cannot be read");
    heads.push_back({.name = "the head in " + path.string(),
                     .note = {std::istreambuf_iterator<char>(file), {}}});
  }
  const auto done = Restore(options.from, options.folder, heads);
  if (!done) return Fail("nothing was restored: " + done.error().message);
  std::cout << options.folder.string() << " has " << done->entries
            << " entries and continues every head that was given.\n";
  return 0;
}

}  // namespace enishi
