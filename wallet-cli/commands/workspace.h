#pragma once

#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/instruction/instruction.h"
#include "ledger/keys/key_file.h"
#include "ledger/messages/text.h"
#include "wallet-cli/client/client.h"
#include "wallet-cli/client/head_keeper.h"
#include "wallet-cli/commands/command.h"
#include "wallet-cli/submit/single_send.h"
#include "wallet-cli/terminal/failure.h"

namespace enishi {

/// The keyring, the server and the terminal of a command. Opens each on first use, and uses the
/// server only after its head was checked. A run asks for the passphrase at most once, before any
/// other question.
class Workspace {
 public:
  explicit Workspace(GlobalOptions options);
  ~Workspace() { Wipe(passphrase_); }
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  [[nodiscard]] const GlobalOptions& options() const { return options_; }
  [[nodiscard]] Language language() const { return language_; }
  /// The text in the language of this run, with its arguments.
  template <class... Args>
  [[nodiscard]] std::string Say(TextWith<sizeof...(Args)> text, const Args&... arguments) const {
    return FillIn(language_, text, arguments...);
  }
  /// True if people see a progress line.
  [[nodiscard]] bool shows_progress() const;
  [[nodiscard]] std::ostream& progress_stream() const { return std::cerr; }

  Tried<std::filesystem::path> KeyringPath() const;
  /// The passphrase from ENISHI_PASSPHRASE_FILE or the terminal, kept for the run. A new passphrase
  /// (`fresh`) is typed twice.
  Tried<const std::string*> Passphrase(bool fresh = false);
  /// Unlocks the keyring on first use.
  Tried<const Keyring*> Keys();
  /// The key named by --as, or the only one of the keyring.
  Tried<const KeyEntry*> Actor();
  Tried<const KeyEntry*> KeyOf(std::string_view label);
  Tried<std::vector<const KeyEntry*>> KeysOf(const std::vector<std::string>& labels);
  /// An account id as typed, or the account of a label of the keyring, with or without "@".
  Tried<AccountId> AccountOf(std::string_view text);

  /// Connects, and checks that the server continues the ledger seen before.
  Tried<const LedgerInfo*> Online();
  /// The same with that server instead of --server.
  Tried<const LedgerInfo*> OnlineAt(const std::string& server);
  /// Only after Online.
  [[nodiscard]] Client& client() { return *client_; }
  [[nodiscard]] HeadKeeper& heads() { return *heads_; }
  /// What the ledger's clock shows now, after Online.
  [[nodiscard]] Timestamp LedgerTime() const;
  /// The currency given, or the ledger's only one.
  Tried<std::string> CurrencyOr(const std::optional<std::string>& given);

  /// SingleSend::Submit to the server.
  Tried<Json> Submit(const std::string& envelope);
  /// SingleSend::SubmitFresh to the server.
  Tried<Json> SubmitFresh(const Instruction& instruction, const SingleSend::SignAgain& sign_again);

  /// Sets the name by which people know an account, such as the one in a shop's QR code.
  void SetName(const AccountId& account, std::string name);
  /// The account's name or label, with its id: "@bakery (04Z1-…)"; the id alone if it has neither.
  [[nodiscard]] std::string NameOf(const AccountId& account) const;
  /// The account's name, or the label of one of its keys in the unlocked keyring; empty if it has
  /// neither.
  [[nodiscard]] std::string ShortNameOf(const AccountId& account) const;

 private:
  Tried<Unit> CheckServer();
  Tried<SingleSend> Sending();

  GlobalOptions options_;
  Language language_;
  std::string passphrase_;
  std::optional<Keyring> keyring_;
  std::unique_ptr<Transport> transport_;
  std::optional<Client> client_;
  std::optional<HeadKeeper> heads_;
  std::optional<LedgerInfo> info_;
  std::map<std::string, std::string> names_;  // by account id
  uint64_t learned_at_ms_ = 0;                // on the monotonic clock
};

Failure KeyFileFailure(const KeyFileError& error);
/// The failure of an operation on a file; `what` is a text such as texts::kCannotRead.
Failure FileFailure(TextWith<1> what, const std::filesystem::path& file);
Tried<std::string> ReadWholeFile(const std::filesystem::path& file);
/// Replaces the file as a whole.
Tried<Unit> WriteWholeFile(const std::filesystem::path& file, std::string_view bytes);

}  // namespace enishi
