#pragma once

#include <filesystem>
#include <iostream>
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

/// What a command works with: the keyring, the server, the terminal. Opens each on first use, and
/// the server only after its head was checked.
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
  /// True where people see a progress line.
  [[nodiscard]] bool shows_progress() const;
  [[nodiscard]] std::ostream& progress_stream() const { return std::cerr; }

  Tried<std::filesystem::path> KeyringPath() const;
  /// From ENISHI_PASSPHRASE_FILE or the terminal; asked for once. `fresh`: asked for twice.
  Tried<const std::string*> Passphrase(bool fresh = false);
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

  /// SingleSend::Submit to the server, with a report of the acceptance.
  Tried<Report> Submit(const std::string& envelope);
  /// The same with SingleSend::SubmitFresh.
  Tried<Report> SubmitFresh(const Instruction& instruction,
                            const SingleSend::SignAgain& sign_again);

 private:
  Tried<Unit> CheckServer();
  Tried<SingleSend> Sending();
  [[nodiscard]] Tried<Report> ReportOn(Tried<Json> answer) const;

  GlobalOptions options_;
  Language language_;
  std::string passphrase_;
  std::optional<Keyring> keyring_;
  std::unique_ptr<Transport> transport_;
  std::optional<Client> client_;
  std::optional<HeadKeeper> heads_;
  std::optional<LedgerInfo> info_;
  uint64_t learned_at_ms_ = 0;  // on the monotonic clock
};

Failure KeyFileFailure(const KeyFileError& error);
Failure FileFailure(const std::filesystem::path& file, const std::string& what);
Tried<std::string> ReadWholeFile(const std::filesystem::path& file);
/// Replaces the file as a whole.
Tried<Unit> WriteWholeFile(const std::filesystem::path& file, std::string_view bytes);

}  // namespace enishi
