#include <fmt/format.h>
#include <unistd.h>

#include <iostream>
#include <iterator>
#include <sstream>
#include <utility>

#include "ledger/instruction/field_types.h"
#include "ledger/keys/mnemonic.h"
#include "ledger/messages/answers.h"
#include "ledger/messages/headings.h"
#include "wallet-cli/commands/workspace.h"
#include "wallet-cli/terminal/prompt.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {
namespace {

constexpr int64_t kBulkMax = static_cast<int64_t>(Keyring::kMaxKeys);

Json Describe(const KeyEntry& entry) {
  return Json::Object{{"label", entry.label},
                      {"account", entry.account.ToString()},
                      {"key", FieldType<PublicKey>::ToJson(entry.key.public_key())}};
}

// Saves what `change` adds. The keyring is locked meanwhile, so no key of another process is lost.
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
  if (labels.empty()) return Usage(file + ": no labels");
  return labels;
}

Tried<std::vector<std::string>> CountedLabels(const std::string& digits,
                                              const std::string& prefix) {
  const bool good = !digits.empty() && digits.size() <= 6 &&
                    digits.find_first_not_of("0123456789") == std::string::npos;
  const int64_t count = good ? std::stoll(digits) : 0;
  if (count < 1 || count > kBulkMax) return Usage("--count is 1 to 100000");
  std::vector<std::string> labels;
  for (int64_t i = 1; i <= count; ++i) {
    labels.push_back(prefix + fmt::format("{:0{}}", i, digits.size()));
  }
  return labels;
}

Tried<std::vector<std::string>> NewLabels(const Arguments& arguments) {
  const auto label = arguments.Get("--label");
  const auto count = arguments.Get("--count");
  const auto file = arguments.Get("--labels");
  if (int{label.has_value()} + int{count.has_value()} + int{file.has_value()} != 1) {
    return Usage("give one of --label LABEL, --labels FILE and --count N");
  }
  if (label) return std::vector<std::string>{*label};
  if (file) return LabelsOfFile(*file);
  return CountedLabels(*count, arguments.GetOr("--prefix", "key-"));
}

Report KeyReport(const Workspace& workspace, const std::vector<Json>& keys) {
  Report report;
  report.json = Json::Object{{"keys", Json::Array(keys.begin(), keys.end())}};
  if (keys.size() > 20) {
    report.text = workspace.Say(texts::kKeysMade, keys.size()) + "\n";
    return report;
  }
  Table table({{workspace.Say(texts::kLabel)},
               {workspace.Say(texts::kAccount)},
               {workspace.Say(texts::kKey)}});
  for (const Json& key : keys) {
    table.AddRow({key.Text("label"), key.Text("account"), key.Text("key")});
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
  return KeyReport(workspace, made);
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
    table.AddRow({key.Text("label"), key.Text("account"), key.Text("key")});
  }
  std::string text = shown.empty() ? workspace.Say(texts::kNothing) + "\n" : table.Render();
  return Report{Json::Object{{"keys", Json::Array(shown.begin(), shown.end())}}, std::move(text)};
}

Tried<Report> Public(Workspace& workspace, const Arguments&) {
  const auto entry = workspace.Actor();
  if (!entry) return entry.error();
  Json json = Describe(**entry);
  std::string text = json.Text("key") + "\n";
  return Report{std::move(json), std::move(text)};
}

Tried<Report> Words(Workspace& workspace, const Arguments& arguments) {
  // Words in a pipe end up in a log or a history.
  if (!IsTerminal(STDOUT_FILENO) && !arguments.Has("--force-output")) {
    return Usage("words are shown on a terminal only");
  }
  const auto entry = workspace.Actor();
  if (!entry) return entry.error();
  const std::string list =
      arguments.GetOr("--words", workspace.language() == Language::kJapanese ? "ja" : "en");
  if (list != "ja" && list != "en") return Usage("--words is ja or en");
  const std::string words = EncodeMnemonic(
      (*entry)->key.seed(), list == "ja" ? WordLanguage::kJapanese : WordLanguage::kEnglish);
  return Report{Json::Object{{"label", (*entry)->label}, {"words", words}},
                workspace.Say(texts::kWordsWarning) + "\n\n" + words + "\n"};
}

// From a file or pipe as they are; somebody at a terminal is asked, and the words do not stay
// there.
Tried<std::string> ReadWords(const Workspace& workspace) {
  if (IsTerminal(STDIN_FILENO)) {
    return AskSecret(workspace.language() == Language::kJapanese ? "24の単語（表示されません）: "
                                                                 : "24 words (not shown): ");
  }
  return std::string{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

Tried<Report> Restore(Workspace& workspace, const Arguments& arguments) {
  auto words = ReadWords(workspace);
  if (!words) return words.error();
  auto seed = DecodeMnemonic(*words);
  Wipe(*words);
  if (!seed) return Failure{Exit::kRefused, "words_wrong", seed.error().message};
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
    auto first = AskSecret("New passphrase: ");
    if (!first) return first.error();
    auto again = AskSecret("Once more: ");
    if (!again) return again.error();
    const bool same = *first == *again;
    Wipe(*again);
    fresh = *std::move(first);
    if (!same) {
      Wipe(fresh);
      return Usage("the two passphrases differ");
    }
  }
  if (fresh.empty()) return Usage("the passphrase is empty");
  const auto path = workspace.KeyringPath();
  if (!path) return path.error();
  const auto saved = SaveKeyring(*path, **keys, fresh);
  Wipe(fresh);
  if (!saved) return KeyFileFailure(saved.error());
  return Report{Json::Object{{"keys", uint64_t{(*keys)->entries().size()}}},
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
