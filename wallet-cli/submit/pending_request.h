#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/instruction/instruction.h"
#include "wallet-cli/terminal/failure.h"

namespace enishi {

// Each single instruction in flight has a file next to the keyring. It is synced before the
// instruction is sent, and removed when the ledger accepted or refused it. A file that a time-out,
// a crash or another answer left holds an instruction that may have been accepted, so it is sent
// again unchanged, and no other in its place (single_send.h).

/// An instruction that may have been sent and has no answer.
struct Unanswered {
  std::filesystem::path file;
  std::string envelope;  // the very bytes
  Instruction instruction;
};

/// Where the envelope of an instruction with that id is kept.
std::filesystem::path UnansweredFile(const std::filesystem::path& keyring, const Uuid& id);

/// An instruction that this process is sending; its file is locked while the object lives.
class UnderWay {
 public:
  UnderWay(int descriptor, bool was_there) : descriptor_(descriptor), was_there_(was_there) {}
  ~UnderWay();
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;

  /// True when something was kept under that id before, so that it may have been sent.
  [[nodiscard]] bool was_there() const { return was_there_; }

 private:
  const int descriptor_;
  const bool was_there_;
};

/// Writes the file (0600) unless it has these bytes already, and syncs it.
Tried<std::unique_ptr<UnderWay>> KeepUnanswered(const std::filesystem::path& keyring,
                                                const Uuid& id, std::string_view envelope);

/// Returns the pending requests of a keyring, oldest id first. Skips files that are not envelopes,
/// and those that another process is sending now, because it waits for the answers itself.
std::vector<Unanswered> FindUnanswered(const std::filesystem::path& keyring);

/// True if both ask for the same; ids and times may differ.
bool SameIntent(const Instruction& a, const Instruction& b);

}  // namespace enishi
