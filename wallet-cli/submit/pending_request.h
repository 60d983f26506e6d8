#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/instruction/instruction.h"
#include "wallet-cli/terminal/failure.h"

namespace enishi {

// Beside the keyring stands a file for every single instruction that is under way: written to the
// disk before it is sent and gone when it was accepted or the ledger refused it. What is left
// behind by a time-out, a crash or any other answer may have been accepted, so it is sent again as
// it is, and no other in its place (single_send.h).

/// An instruction whose answer never came.
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

/// Writes the file (0600), where it is not there already, and waits until it is on the disk.
Tried<std::unique_ptr<UnderWay>> KeepUnanswered(const std::filesystem::path& keyring,
                                                const Uuid& id, std::string_view envelope);

/// All that are left for that keyring, oldest id first. Files that are no envelopes are passed
/// over, and those that another process is sending just now: it waits for their answers itself.
std::vector<Unanswered> FindUnanswered(const std::filesystem::path& keyring);

/// True when both ask for the same, whatever their ids and times.
bool SameIntent(const Instruction& a, const Instruction& b);

}  // namespace enishi
