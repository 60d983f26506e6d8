#include "wallet-cli/commands/workspace.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "ledger/base/clock.h"
#include "ledger/base/durable_file.h"
#include "ledger/messages/prompts.h"
#include "ledger/messages/wallet.h"
#include "wallet-cli/plan/unknown_name.h"
#include "wallet-cli/terminal/prompt.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {

Workspace::Workspace(GlobalOptions options)
    : options_(std::move(options)), language_(ChooseLanguage(options_.language)) {}

bool Workspace::shows_progress() const { return options_.progress || IsTerminal(STDERR_FILENO); }

Tried<std::filesystem::path> Workspace::KeyringPath() const {
  if (!options_.keyring.empty()) return std::filesystem::path(options_.keyring);
  return Usage(texts::kNoKeyring);
}

Tried<const std::string*> Workspace::Passphrase(bool fresh) {
  if (!passphrase_.empty()) return &passphrase_;
  if (const char* file = std::getenv("ENISHI_PASSPHRASE_FILE"); file != nullptr && *file != '\0') {
    auto text = ReadWholeFile(file);
    if (!text) return text.error();
    passphrase_ = text->substr(0, text->find_first_of("\r\n"));
    Wipe(*text);
  } else {
    auto typed = AskSecret(Say(texts::kAskPassphrase));
    if (!typed) return typed.error();
    passphrase_ = *std::move(typed);
    if (fresh) {
      auto again = AskSecret(Say(texts::kAskAgain));
      if (!again) return again.error();
      const bool same = *again == passphrase_;
      Wipe(*again);
      if (!same) {
        Wipe(passphrase_);
        return Usage(texts::kPassphrasesDiffer);
      }
    }
  }
  if (passphrase_.empty()) return Usage(texts::kPassphraseEmpty);
  return &passphrase_;
}

Tried<const Keyring*> Workspace::Keys() {
  if (keyring_) return static_cast<const Keyring*>(&*keyring_);
  const auto path = KeyringPath();
  if (!path) return path.error();
  const auto passphrase = Passphrase();
  if (!passphrase) return passphrase.error();
  auto loaded = LoadKeyring(*path, **passphrase);
  if (!loaded) return KeyFileFailure(loaded.error());
  return static_cast<const Keyring*>(&keyring_.emplace(*std::move(loaded)));
}

Tried<const KeyEntry*> Workspace::KeyOf(std::string_view label) {
  const auto keys = Keys();
  if (!keys) return keys.error();
  if (label.starts_with('@')) label.remove_prefix(1);
  const KeyEntry* entry = (*keys)->Find(label);
  if (entry == nullptr) return UnknownName(texts::kUnknownLabel, label, LabelsOf(**keys));
  return entry;
}

Tried<const KeyEntry*> Workspace::Actor() {
  if (!options_.as.empty()) return KeyOf(options_.as);
  const auto keys = Keys();
  if (!keys) return keys.error();
  if ((*keys)->entries().size() != 1) return Usage(texts::kWhoActs);
  return &(*keys)->entries().front();
}

Tried<std::vector<const KeyEntry*>> Workspace::KeysOf(const std::vector<std::string>& labels) {
  std::vector<const KeyEntry*> entries;
  for (const std::string& list : labels) {
    for (size_t from = 0; from <= list.size();) {
      const size_t end = std::min(list.find(',', from), list.size());
      const auto entry = KeyOf(std::string_view(list).substr(from, end - from));
      if (!entry) return entry.error();
      entries.push_back(*entry);
      from = end + 1;
    }
  }
  return entries;
}

Tried<AccountId> Workspace::AccountOf(std::string_view text) {
  if (const auto id = AccountId::Parse(text)) return *id;
  const auto entry = KeyOf(text);
  if (!entry && entry.error().code != "usage") return entry.error();
  if (!entry) return Usage(Fill(texts::kUnknownAccount, text));
  return (*entry)->account;
}

Tried<Unit> Workspace::CheckServer() {
  if (options_.server.empty()) {
    return Usage(texts::kNoServer);
  }
  const auto keyring = KeyringPath();
  if (!keyring) return keyring.error();
  std::optional<VerifierKey> expected;
  if (!options_.verifier_key.empty()) {
    auto key = VerifierKey::Parse(options_.verifier_key);
    if (!key) return Within("--verifier-key", Usage(key.error().message));
    expected = *std::move(key);
  }
  auto transport = Connect(options_.server);
  if (!transport) return transport.error();
  transport_ = *std::move(transport);
  client_.emplace(*transport_);
  heads_.emplace(keyring->string() + ".head", options_.server, std::move(expected));
  auto info = heads_->Check(*client_);
  if (!info) return info.error();
  info_ = *std::move(info);
  learned_at_ms_ = MonotonicMs();
  return Unit{};
}

Tried<const LedgerInfo*> Workspace::Online() {
  if (!info_) {
    if (auto checked = CheckServer(); !checked) return checked.error();
  }
  return static_cast<const LedgerInfo*>(&*info_);
}

Tried<const LedgerInfo*> Workspace::OnlineAt(const std::string& server) {
  CHECK(!info_);
  options_.server = server;
  return Online();
}

Timestamp Workspace::LedgerTime() const {
  if (info_->simulated) return info_->time;
  return {info_->time.ms + (MonotonicMs() - learned_at_ms_)};
}

Tried<std::string> Workspace::CurrencyOr(const std::optional<std::string>& given) {
  if (given) return *given;
  const auto info = Online();
  if (!info) return info.error();
  const auto json = client().Get("/v1/currencies");
  if (!json) return json.error();
  const Json* list = Find(*json, "currencies");
  if (list == nullptr || AsArray(*list) == nullptr) return MalformedAnswer("no currencies");
  if (AsArray(*list)->size() != 1) return Usage(texts::kWhichCurrency);
  return TextOf(AsArray(*list)->front(), "currency");
}

Tried<SingleSend> Workspace::Sending() {
  const auto info = Online();
  if (!info) return info.error();
  const auto path = KeyringPath();
  if (!path) return path.error();
  return SingleSend(client(), *path,
                    [this](AccountId account) -> Tried<std::vector<const KeyEntry*>> {
                      const auto keys = Keys();
                      if (!keys) return keys.error();
                      std::vector<const KeyEntry*> entries;
                      for (const KeyEntry& entry : (*keys)->entries()) {
                        if (entry.account == account) entries.push_back(&entry);
                      }
                      return entries;
                    });
}

Tried<Json> Workspace::Submit(const std::string& envelope) {
  auto sending = Sending();
  if (!sending) return sending.error();
  return sending->Submit(envelope);
}

Tried<Json> Workspace::SubmitFresh(const Instruction& instruction,
                                   const SingleSend::SignAgain& sign_again) {
  auto sending = Sending();
  if (!sending) return sending.error();
  return sending->SubmitFresh(instruction, sign_again);
}

void Workspace::SetName(const AccountId& account, std::string name) {
  names_[account.ToString()] = std::move(name);
}

std::string Workspace::NameOf(const AccountId& account) const {
  const std::string name = ShortNameOf(account);
  return name.empty() ? account.ToString() : name + " (" + account.ToString() + ")";
}

std::string Workspace::ShortNameOf(const AccountId& account) const {
  if (const auto found = names_.find(account.ToString()); found != names_.end()) {
    return found->second;
  }
  if (!keyring_) return {};
  for (const KeyEntry& entry : keyring_->entries()) {
    if (entry.account == account) return "@" + entry.label;
  }
  return {};
}

Failure KeyFileFailure(const KeyFileError& error) {
  const bool usage = error.reason == KeyFileError::Reason::kRefused;
  return {usage ? Exit::kUsage : Exit::kRefused, "keyring", error.message};
}

Failure FileFailure(TextWith<1> what, const std::filesystem::path& file) {
  return {Exit::kRefused, "file", Fill(what, file.string())};
}

Tried<std::string> ReadWholeFile(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return FileFailure(texts::kCannotRead, file);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) return FileFailure(texts::kCannotRead, file);
  return bytes;
}

Tried<Unit> WriteWholeFile(const std::filesystem::path& file, std::string_view bytes) {
  const auto written = WriteDurableFile(file, bytes, FileAccess::kOwner);
  if (!written) return Failure{Exit::kRefused, "file", written.error().message};
  return Unit{};
}

}  // namespace enishi
