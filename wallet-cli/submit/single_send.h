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

/// Sends single instructions so that each is accepted at most once, however often a command is
/// repeated. A file next to the keyring (pending_request.h) keeps the envelope until the ledger
/// accepts or refuses it; no other event removes the file. Not for concurrent use; several
/// processes may share the keyring.
class SingleSend {
 public:
  /// The keys of an account, with one of which what became of its ids is asked for. Called when
  /// there is something to ask.
  using KeysOf = std::function<Tried<std::vector<const KeyEntry*>>(AccountId)>;
  using SignAgain = std::function<Instruction(const Uuid&)>;

  /// The client must outlive it.
  SingleSend(Client& client, std::filesystem::path keyring, KeysOf keys_of);

  /// Sends an envelope and returns the answer's object. If the same envelope may have been sent
  /// before, a refusal counts only after the ledger was asked for the id. Returns a Failure
  /// outcome_unknown if an earlier attempt may have been accepted; a Failure that keeps the file
  /// names it in its detail.
  Tried<Json> Submit(const std::string& envelope);

  /// Sends an instruction that was signed just now. If an earlier one that asks for the same has no
  /// answer, that one is sent instead; if it expired without being accepted, `sign_again` signs the
  /// new one under the earlier id. Returns a Failure outcome_unknown if an earlier one of the same
  /// account and kind that asks for something else has no answer, because it is not known whether
  /// the new one is meant to replace it.
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
