#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/json.h"
#include "ledger/instruction/instruction.h"
#include "ledger/keys/key_file.h"
#include "wallet-cli/client/client.h"
#include "wallet-cli/terminal/failure.h"

namespace enishi {

/// Sends single instructions so that each is accepted at most once, however often the command is
/// given. The envelope is kept in a file beside the keyring (unanswered.h) until it was accepted or
/// the ledger refused it; nothing else that may happen on the way removes the file. Not for
/// concurrent use; processes may share the keyring.
class SingleSend {
 public:
  /// The keys of an account, with one of which what became of its ids is asked for. Called when
  /// there is something to ask.
  using KeysOf = std::function<Tried<std::vector<const KeyEntry*>>(AccountId)>;
  using SignAgain = std::function<Instruction(const Uuid&)>;

  /// The client must outlive it.
  SingleSend(Client& client, std::filesystem::path keyring, KeysOf keys_of);

  /// Sends an envelope and returns the answer's object. Where the same was sent before, the ledger
  /// is asked for the id before its refusal is believed. A Failure outcome_unknown where an earlier
  /// try may have been accepted; every Failure whose file stays names the file in its detail.
  Tried<Json> Submit(const std::string& envelope);

  /// The same for an instruction that was signed just now. Where an earlier one that asks for the
  /// same had no answer, that one is sent in its place; where it expired without having been
  /// accepted, `sign_again` gives the fresh one under the earlier id. A Failure outcome_unknown
  /// where an earlier one of the same account and kind that asks for something else had no answer:
  /// nobody knows whether the one should take the place of the other.
  Tried<Json> SubmitFresh(const Instruction& instruction, const SignAgain& sign_again);

 private:
  Tried<Json> Send(const std::string& envelope, bool sent_before);
  Tried<Json> BelieveAfterAsking(const Instruction& instruction, const Failure& refusal);
  Tried<std::optional<Json>> EntryOf(const Instruction& instruction);
  Tried<std::optional<Json>> EntryFor(const KeyEntry& key, const Header& header);

  Client& client_;
  const std::filesystem::path keyring_;
  const KeysOf keys_of_;
};

}  // namespace enishi
