#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/core/instruction/instruction.h"
#include "wallet-cli/failure.h"

namespace enishi {

// Beside the keyring stands a file for every single instruction that is under way: written to the
// disk before it is sent and gone when its answer is there. What is left behind by a time-out or a
// crash may have been accepted, so it is sent again as it is, and no other in its place.

/// An instruction whose answer never came.
struct Unanswered {
  std::filesystem::path file;
  std::string envelope;  // the very bytes
  Instruction instruction;
};

/// Where the envelope of an instruction with that id is kept.
std::filesystem::path UnansweredFile(const std::filesystem::path& keyring, const Uuid& id);

/// Writes the file (0600) and waits until it is on the disk.
Tried<Unit> KeepUnanswered(const std::filesystem::path& keyring, const Uuid& id,
                           std::string_view envelope);

/// All that are left for that keyring, oldest id first. Files that are no envelopes are passed
/// over.
std::vector<Unanswered> FindUnanswered(const std::filesystem::path& keyring);

/// True when both ask for the same, whatever their ids and times.
bool SameIntent(const Instruction& a, const Instruction& b);

}  // namespace enishi
