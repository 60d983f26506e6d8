#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "ledger/instruction/field_types.h"
#include "ledger/keys/mnemonic.h"
#include "ledger/messages/answers.h"
#include "ledger/messages/headings.h"
#include "ledger/messages/prompts.h"
#include "ledger/messages/wallet.h"
#include "wallet-cli/commands/number_option.h"
#include "wallet-cli/commands/workspace.h"
#include "wallet-cli/terminal/numbered_words.h"
#include "wallet-cli/terminal/prompt.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {
namespace {

constexpr int64_t kBulkMax = static_cast<int64_t>(Keyring::kMaxKeys);

Json Describe(const KeyEntry& entry) {
  return Json::object({{"label", entry.label},
                       {"account", entry.account.ToString()},
                       {"key", FieldType<PublicKey>::ToJson(entry.key.public_key())}});
}

// Saves what `change` adds. The keyring is locked until then, so no key of another process is lost.
Tried<Unit> Change(Workspace& workspace,
                   const std::function<Result<Unit, KeyFileError>(Keyring&)>& change) {
  const auto path = workspace.KeyringPath();
  if (!path) return path.error();
  const auto passphrase = workspace.Passphrase(!std::filesystem::exists(*path));
  if (!passphrase) return passphrase.error();
  auto updated = UpdateKeyring(*path, **passphrase, change);
  if (!updated) return KeyFileFailure(updated.error());
  return Unit{};
}

// A later key of an account signs for the account of the first.
Result<KeyEntry, KeyFileError> MakeEntry(const Keyring& keyring, std::string label, SigningKey key,
                                         const std::string& for_label) {
  AccountId account = AccountId::FromKey(key.public_key());
  if (!for_label.empty()) {
    const KeyEntry* owner = keyring.Find(for_label);
    if (owner == nullptr) {
      return KeyFileError{KeyFileError::Reason::kRefused, "no key with the label " + for_label};
    }
    account = owner->account;
  }
  return KeyEntry{std::move(label), account, std::move(key)};
}

// One label on each line.
Tried<std::vector<std::string>> LabelsOfFile(const std::string& file) {
  const auto text = ReadWholeFile(file);
  if (!text) return text.error();
  std::vector<std::string> labels;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) labels.push_back(line);
  }
  if (labels.empty()) return Usage(Fill(texts::kNoLabels, file));
  return labels;
}

// prefix-001, prefix-002, …: as many digits as the largest number has.
Tried<std::vector<std::string>> CountedLabels(const std::string& text, const std::string& prefix) {
  const auto count = NumberFrom("--count", text, {1, kBulkMax});
  if (!count) return count.error();
  const size_t digits = std::to_string(*count).size();
  std::vector<std::string> labels;
  for (int64_t i = 1; i <= *count; ++i) labels.push_back(prefix + fmt::format("{:0{}}", i, digits));
  return labels;
}

Tried<std::vector<std::string>> NewLabels(const Arguments& arguments) {
  const auto label = arguments.Get("--label");
  const auto count = arguments.Get("--count");
  const auto file = arguments.Get("--labels");
  if (int{label.has_value()} + int{count.has_value()} + int{file.has_value()} != 1) {
    return Usage(texts::kOneOfLabels);
  }
  if (label) return std::vector<std::string>{*label};
  if (file) return LabelsOfFile(*file);
  return CountedLabels(*count, arguments.GetOr("--prefix", "key-"));
}

Report KeyReport(const Workspace& workspace, const std::vector<Json>& keys) {
  Report report;
  report.json = Json::object({{"keys", JsonArray(keys.begin(), keys.end())}});
  if (keys.size() > 20) {
    report.text = workspace.Say(texts::kKeysMade, keys.size()) + "\n";
    return report;
  }
  Table table({{workspace.Say(texts::kLabel)},
               {workspace.Say(texts::kAccount)},
               {workspace.Say(texts::kKey)}});
  for (const Json& key : keys) {
    table.AddRow({TextOf(key, "label"), TextOf(key, "account"), TextOf(key, "key")});
  }
  report.text = table.Render();
  return report;
}

Tried<Report> New(Workspace& workspace, const Arguments& arguments) {
  const auto labels = NewLabels(arguments);
  if (!labels) return labels.error();
  std::vector<Json> made;
  const auto changed = Change(workspace, [&](Keyring& keyring) -> Result<Unit, KeyFileError> {
    for (const std::string& label : *labels) {
      auto entry = MakeEntry(keyring, label, SigningKey::Random(), arguments.GetOr("--for", ""));
      if (!entry) return entry.error();
      made.push_back(Describe(*entry));
      if (auto added = keyring.Add(*std::move(entry)); !added) return added.error();
    }
    return Unit{};
  });
  if (!changed) return changed.error();
  Report report = KeyReport(workspace, made);
  if (labels->size() == 1) {
    report.text += workspace.Say(texts::kWordsNext, labels->front()) + "\n";
  }
  return report;
}

Tried<Report> List(Workspace& workspace, const Arguments& arguments) {
  const auto keys = workspace.Keys();
  if (!keys) return keys.error();
  std::vector<Json> shown;
  const std::string prefix = arguments.GetOr("--prefix", "");
  for (const KeyEntry& entry : (*keys)->entries()) {
    if (entry.label.starts_with(prefix)) shown.push_back(Describe(entry));
  }
  Table table({{workspace.Say(texts::kLabel)},
               {workspace.Say(texts::kAccount)},
               {workspace.Say(texts::kKey)}});
  for (const Json& key : shown) {
    table.AddRow({TextOf(key, "label"), TextOf(key, "account"), TextOf(key, "key")});
  }
  std::string text = shown.empty() ? workspace.Say(texts::kNothing) + "\n" : table.Render();
  return Report{Json::object({{"keys", JsonArray(shown.begin(), shown.end())}}), std::move(text)};
}

Tried<Report> Public(Workspace& workspace, const Arguments&) {
  const auto entry = workspace.Actor();
  if (!entry) return entry.error();
  Json json = Describe(**entry);
  std::string text = TextOf(json, "key") + "\n";
  return Report{std::move(json), std::move(text)};
}

Tried<Report> Words(Workspace& workspace, const Arguments& arguments) {
  // Words in a pipe end up in a log or a history.
  if (!IsTerminal(STDOUT_FILENO) && !arguments.Has("--force-output")) {
    return Usage(texts::kWordsOnTerminal);
  }
  const auto entry = workspace.Actor();
  if (!entry) return entry.error();
  const std::string list =
      arguments.GetOr("--words", workspace.language() == Language::kJapanese ? "ja" : "en");
  if (list != "ja" && list != "en") return Usage(texts::kWordsLanguage);
  const std::string words = EncodeMnemonic(
      (*entry)->key.seed(), list == "ja" ? WordLanguage::kJapanese : WordLanguage::kEnglish);
  return Report{Json::object({{"label", (*entry)->label}, {"words", words}}),
                workspace.Say(texts::kWordsWarning) + "\n\n" + NumberedWords(words)};
}

// Words from a file or pipe are read as they are; at a terminal they are asked for and not shown.
Tried<std::string> ReadWords(const Workspace& workspace) {
  if (IsTerminal(STDIN_FILENO)) {
    return AskSecret(workspace.Say(texts::kAskWords));
  }
  return std::string{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

Tried<Report> Restore(Workspace& workspace, const Arguments& arguments) {
  auto words = ReadWords(workspace);
  if (!words) return words.error();
  // The numbers with which the words are shown may be typed too.
  std::erase_if(*words, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  auto seed = DecodeMnemonic(*words);
  Wipe(*words);
  if (!seed) {
    return Failure{Exit::kRefused, "words_wrong", Fill(texts::kWordsWrong, seed.error().message)};
  }
  std::vector<Json> made;
  auto key = SigningKey::FromSeed(*std::move(seed));
  const auto changed = Change(workspace, [&](Keyring& keyring) -> Result<Unit, KeyFileError> {
    auto entry =
        MakeEntry(keyring, *arguments.Get("--label"), std::move(key), arguments.GetOr("--for", ""));
    if (!entry) return entry.error();
    made.push_back(Describe(*entry));
    return keyring.Add(*std::move(entry));
  });
  if (!changed) return changed.error();
  return KeyReport(workspace, made);
}

Tried<Report> NewPassphrase(Workspace& workspace, const Arguments& arguments) {
  const auto keys = workspace.Keys();
  if (!keys) return keys.error();
  std::string fresh;
  if (const auto file = arguments.Get("--new-passphrase-file")) {
    auto text = ReadWholeFile(*file);
    if (!text) return text.error();
    fresh = text->substr(0, text->find_first_of("\r\n"));
    Wipe(*text);
  } else {
    auto first = AskSecret(workspace.Say(texts::kAskNewPassphrase));
    if (!first) return first.error();
    auto again = AskSecret(workspace.Say(texts::kAskAgain));
    if (!again) return again.error();
    const bool same = *first == *again;
    Wipe(*again);
    fresh = *std::move(first);
    if (!same) {
      Wipe(fresh);
      return Usage(texts::kPassphrasesDiffer);
    }
  }
  if (fresh.empty()) return Usage(texts::kPassphraseEmpty);
  const auto path = workspace.KeyringPath();
  if (!path) return path.error();
  const auto saved = SaveKeyring(*path, **keys, fresh);
  Wipe(fresh);
  if (!saved) return KeyFileFailure(saved.error());
  return Report{Json::object({{"keys", uint64_t{(*keys)->entries().size()}}}),
                workspace.Say(texts::kWrote, path->string()) + "\n"};
}

}  // namespace

std::vector<CommandSpec> KeyCommands() {
  const OptionSpec label{"--label", "LABEL"};
  const OptionSpec for_label{"--for", "LABEL"};
  return {
      {"key",
       "new",
       {label, for_label, {"--labels", "FILE"}, {"--count", "N"}, {"--prefix", "P"}},
       New},
      {"key", "list", {{"--prefix", "P"}}, List},
      {"key", "public", {}, Public},
      {"key", "words", {{"--words", "ja|en"}, {"--force-output", ""}}, Words},
      {"key", "restore", {{"--label", "LABEL", true}, for_label}, Restore},
      {"key", "passphrase", {{"--new-passphrase-file", "FILE"}}, NewPassphrase},
  };
}

}  // namespace enishi
