#include "wallet-cli/commands/workspace.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

#include "ledger/base/clock.h"
#include "ledger/base/durable_file.h"
#include "ledger/messages/answers.h"
#include "wallet-cli/plan/unknown_name.h"
#include "wallet-cli/terminal/prompt.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {

Workspace::Workspace(GlobalOptions options)
    : options_(std::move(options)), language_(ChooseLanguage(options_.language)) {}

bool Workspace::shows_progress() const { return options_.progress || IsTerminal(STDERR_FILENO); }

Tried<std::filesystem::path> Workspace::KeyringPath() const {
  if (!options_.keyring.empty()) return std::filesystem::path(options_.keyring);
  return Usage("no keyring: give --keyring FILE or set ENISHI_KEYRING");
}

Tried<const std::string*> Workspace::Passphrase(bool fresh) {
  if (!passphrase_.empty()) return &passphrase_;
  if (const char* file = std::getenv("ENISHI_PASSPHRASE_FILE"); file != nullptr && *file != '\0') {
    auto text = ReadWholeFile(file);
    if (!text) return text.error();
    passphrase_ = text->substr(0, text->find_first_of("\r\n"));
    Wipe(*text);
  } else {
    const bool japanese = language_ == Language::kJapanese;
    auto typed = AskSecret(japanese ? "パスフレーズ: " : "Passphrase: ");
    if (!typed) return typed.error();
    passphrase_ = *std::move(typed);
    if (fresh) {
      auto again = AskSecret(japanese ? "もう一度: " : "Once more: ");
      if (!again) return again.error();
      const bool same = *again == passphrase_;
      Wipe(*again);
      if (!same) return Usage("the two passphrases differ");
    }
  }
  if (passphrase_.empty()) return Usage("the passphrase is empty");
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
  if (entry == nullptr) return Usage(UnknownName("label", label, LabelsOf(**keys)).message);
  return entry;
}

Tried<const KeyEntry*> Workspace::Actor() {
  if (!options_.as.empty()) return KeyOf(options_.as);
  const auto keys = Keys();
  if (!keys) return keys.error();
  if ((*keys)->entries().size() != 1) return Usage("say who acts with --as LABEL");
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
  if (!entry) return Usage(std::string(text) + " is no account id and no label of the keyring");
  return (*entry)->account;
}

Tried<Unit> Workspace::CheckServer() {
  if (options_.server.empty()) {
    return Usage("no server: give --server URL or set ENISHI_SERVER");
  }
  const auto keyring = KeyringPath();
  if (!keyring) return keyring.error();
  std::optional<VerifierKey> expected;
  if (!options_.verifier_key.empty()) {
    auto key = VerifierKey::Parse(options_.verifier_key);
    if (!key) return Usage("--verifier-key: " + key.error().message);
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
  const Json* list = json->Find("currencies");
  if (list == nullptr || list->AsArray() == nullptr) return MalformedAnswer("no currencies");
  if (list->AsArray()->size() != 1) return Usage("say which currency with --currency NAME");
  return list->AsArray()->front().Text("currency");
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

Tried<Report> Workspace::ReportOn(Tried<Json> answer) const {
  if (!answer) return answer.error();
  const Json* repeated = answer->Find("repeated");
  const bool again = repeated != nullptr && repeated->AsBool() != nullptr && *repeated->AsBool();
  const Timestamp at{static_cast<uint64_t>(answer->Integer("committed_at"))};
  const int64_t index = answer->Integer("index");
  const std::string text = again ? Say(texts::kRepeated, index, FormatJst(at))
                                 : Say(texts::kAccepted, index, FormatJst(at));
  return Report{*std::move(answer), text + "\n"};
}

Tried<Report> Workspace::Submit(const std::string& envelope) {
  auto sending = Sending();
  if (!sending) return sending.error();
  return ReportOn(sending->Submit(envelope));
}

Tried<Report> Workspace::SubmitFresh(const Instruction& instruction,
                                     const SingleSend::SignAgain& sign_again) {
  auto sending = Sending();
  if (!sending) return sending.error();
  return ReportOn(sending->SubmitFresh(instruction, sign_again));
}

Failure KeyFileFailure(const KeyFileError& error) {
  const bool usage = error.reason == KeyFileError::Reason::kRefused;
  return {usage ? Exit::kUsage : Exit::kRefused, "keyring", error.message};
}

Failure FileFailure(const std::filesystem::path& file, const std::string& what) {
  return {Exit::kRefused, "file", file.string() + ": " + what};
}

Tried<std::string> ReadWholeFile(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return FileFailure(file, "cannot be read");
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (in.bad()) return FileFailure(file, "cannot be read");
  return bytes;
}

Tried<Unit> WriteWholeFile(const std::filesystem::path& file, std::string_view bytes) {
  const auto written = WriteDurableFile(file, bytes, FileAccess::kOwner);
  if (!written) return Failure{Exit::kRefused, "file", written.error().message};
  return Unit{};
}

}  // namespace enishi
