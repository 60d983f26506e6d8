#include <algorithm>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "ledger/messages/answers.h"
#include "ledger/messages/headings.h"
#include "ledger/messages/kinds.h"
#include "ledger/messages/prompts.h"
#include "ledger/messages/wallet.h"
#include "wallet-cli/client/receipt.h"
#include "wallet-cli/commands/field_command.h"
#include "wallet-cli/commands/history.h"
#include "wallet-cli/commands/number_option.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {
namespace {

// The account given, or that of the key that acts.
Tried<AccountId> AccountFrom(Workspace& workspace, const Arguments& arguments) {
  if (const auto given = arguments.Get("ACCOUNT")) return workspace.AccountOf(*given);
  const auto actor = workspace.Actor();
  if (!actor) return actor.error();
  return (*actor)->account;
}

// Reads below /v1/accounts/{id}, as the key that acts.
Tried<Json> GetOfAccount(Workspace& workspace, const Arguments& arguments,
                         const std::string& what) {
  const auto account = AccountFrom(workspace, arguments);
  if (!account) return account.error();
  const auto actor = workspace.Actor();
  if (!actor) return actor.error();
  if (const auto info = workspace.Online(); !info) return info.error();
  auto json = workspace.client().Get("/v1/accounts/" + account->ToString() + what, *actor);
  if (json && !json->is_object()) return MalformedAnswer("not an object");
  return json;
}

const JsonArray& ListOf(const Json& json, std::string_view name) {
  static const JsonArray kNone;
  const Json* list = Find(json, name);
  return list != nullptr && AsArray(*list) != nullptr ? *AsArray(*list) : kNone;
}

bool IsTrue(const Json& json, std::string_view name) {
  const Json* value = Find(json, name);
  return value != nullptr && AsBool(*value) != nullptr && *AsBool(*value);
}

std::string TitleIn(const Workspace& workspace, std::string_view field) {
  return TitleOr(FieldTitle(field), field).In(workspace.language());
}

// A choice by its word, yes or no, a list with commas between its elements.
std::string ShownValue(const Workspace& workspace, const Json& value) {
  if (const std::string* text = AsString(value); text != nullptr) {
    return TitleOr(ValueTitle(*text), *text).In(workspace.language());
  }
  if (AsBool(value) != nullptr) {
    return workspace.Say(*AsBool(value) ? TextWith<0>(texts::kYes) : TextWith<0>(texts::kNo));
  }
  if (AsArray(value) == nullptr) return Dump(value);
  std::string shown;
  for (const Json& element : *AsArray(value)) {
    shown += (shown.empty() ? "" : ", ") + ShownValue(workspace, element);
  }
  return shown;
}

Tried<Report> Open(Workspace& workspace, const Arguments&) {
  const auto actor = workspace.Actor();
  if (!actor) return actor.error();
  const AccountOpen open{(*actor)->key.public_key(), AccountKind::kParticipant, Custody::kHolder,
                         false};
  return SignAndSend(workspace, open, {*actor}, {});
}

Tried<Report> Show(Workspace& workspace, const Arguments& arguments) {
  auto json = GetOfAccount(workspace, arguments, "");
  if (!json) return json.error();
  Table table({{""}, {TextOf(*json, "account")}});
  for (const auto& [name, value] : json->items()) {
    if (name == "keys" || name == "account") continue;
    const bool is_time = name.ends_with("_at") && AsInteger(value) != nullptr;
    table.AddRow(
        {TitleIn(workspace, name), is_time ? FormatJst({static_cast<uint64_t>(*AsInteger(value))})
                                           : ShownValue(workspace, value)});
  }
  return Report{*std::move(json), table.Render()};
}

Tried<Report> Keys(Workspace& workspace, const Arguments& arguments) {
  auto json = GetOfAccount(workspace, arguments, "");
  if (!json) return json.error();
  Table table({{workspace.Say(texts::kKey)},
               {workspace.Say(texts::kCustody)},
               {workspace.Say(texts::kUntil)}});
  for (const Json& key : ListOf(*json, "keys")) {
    table.AddRow({TextOf(key, "key"),
                  TitleOr(ValueTitle(TextOf(key, "custody")), TextOf(key, "custody"))
                      .In(workspace.language()),
                  TextOf(key, "until")});
  }
  return Report{*std::move(json), table.Render()};
}

std::string BalanceTable(const Workspace& workspace, const Json& json) {
  Table table({{workspace.Say(texts::kCurrency)},
               {workspace.Say(texts::kAvailable), true},
               {workspace.Say(texts::kPaid), true},
               {workspace.Say(texts::kBonus), true}});
  for (const Json& balance : ListOf(json, "balances")) {
    table.AddRow({TextOf(balance, "currency"), GroupThousands(IntegerOf(balance, "available")),
                  GroupThousands(IntegerOf(balance, "paid")),
                  GroupThousands(IntegerOf(balance, "bonus"))});
  }
  return table.Render();
}

Tried<Report> Lots(Workspace& workspace, const Arguments& arguments) {
  auto json = GetOfAccount(workspace, arguments, "/lots");
  if (!json) return json.error();
  if (ListOf(*json, "lots").empty()) {
    return Report{*std::move(json), workspace.Say(texts::kNothing) + "\n"};
  }
  Table table({{workspace.Say(texts::kAmount), true},
               {workspace.Say(texts::kCurrency)},
               {workspace.Say(texts::kOrigin)},
               {workspace.Say(texts::kExpires)},
               {""}});
  for (const Json& lot : ListOf(*json, "lots")) {
    const Text& origin = IsTrue(lot, "paid") ? texts::kPaid : texts::kBonus;
    table.AddRow({GroupThousands(IntegerOf(lot, "amount")), TextOf(lot, "currency"),
                  TextOf(lot, "programme", origin.In(workspace.language())),
                  TextOf(lot, "expires_on", workspace.Say(texts::kNeverExpires)),
                  IsTrue(lot, "expired") ? workspace.Say(texts::kExpired) : ""});
  }
  std::string text = BalanceTable(workspace, *json) + "\n" + table.Render();
  return Report{*std::move(json), std::move(text)};
}

Tried<Report> History(Workspace& workspace, const Arguments& arguments) {
  const auto account = AccountFrom(workspace, arguments);
  if (!account) return account.error();
  const auto limit = LimitFrom(arguments);
  if (!limit) return limit.error();
  return ShowHistory(workspace, *account, {*limit, ""});
}

// The head that proves a fresh entry follows it within moments.
Tried<Json> FetchReceipt(Workspace& workspace, const KeyEntry& actor, int64_t index) {
  const std::string path = "/v1/entries/" + std::to_string(index) + "/receipt";
  for (int tries = 0;; ++tries) {
    auto json = workspace.client().Get(path, &actor);
    if (json || json.error().code != "not_yet_published" || tries == 50) return json;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

std::string ReceiptText(const Workspace& workspace, const Receipt& receipt) {
  const std::string_view kind = KindName(receipt.instruction.payload);
  Table table({{""}, {TitleOr(KindTitle(kind), kind).In(workspace.language())}});
  table.AddRow({workspace.Say(texts::kTime), FormatJst(receipt.leaf.committed_at)});
  AddBodyRows(receipt.leaf.body, workspace.language(), table);
  for (const Posting& posting : receipt.outcome.postings) {
    const bool is_account = posting.holder == HolderKind::kAccount;
    table.AddRow({is_account ? posting.account.ToString() : std::string(EnumName(posting.holder)),
                  GroupThousands(posting.amount)});
  }
  return table.Render() + workspace.Say(texts::kReceiptGood, receipt.index, receipt.head.size) +
         "\n";
}

Tried<Report> ShowReceipt(Workspace& workspace, const Arguments& arguments) {
  const auto index = WholeNumberFromText(*arguments.Get("INDEX"));
  if (!index) return Usage(texts::kEntryNumber);
  const auto actor = workspace.Actor();
  if (!actor) return actor.error();
  const auto info = workspace.Online();
  if (!info) return info.error();
  const auto json = FetchReceipt(workspace, **actor, *index);
  if (!json) return json.error();
  const auto fetched = ReadReceiptAnswer(*json);
  if (!fetched) return fetched.error();
  const auto receipt = VerifyReceipt(fetched->proof, fetched->leaf, (*info)->verifier_key);
  if (!receipt) return receipt.error();
  if (receipt->index != static_cast<uint64_t>(*index)) {
    return MalformedAnswer("the receipt of another entry");
  }
  const auto head = workspace.heads().CheckNote(fetched->proof.checkpoint, workspace.client());
  if (!head) return head.error();
  std::string text = ReceiptText(workspace, *receipt);
  if (const auto out = arguments.Get("--out")) {
    if (auto wrote = WriteWholeFile(*out, EncodeOfflineProof(fetched->proof)); !wrote) {
      return wrote.error();
    }
    if (auto wrote = WriteWholeFile(*out + ".leaf", fetched->leaf); !wrote) return wrote.error();
    text += workspace.Say(texts::kWrote, *out + ", " + *out + ".leaf") + "\n";
  }
  return Report{receipt->ToJson(), std::move(text)};
}

// Needs no server and no keyring: whoever holds the files can check them.
Tried<Report> VerifyReceiptFile(Workspace& workspace, const Arguments& arguments) {
  const auto key = VerifierKey::Parse(workspace.options().verifier_key);
  if (!key) return Usage(texts::kVerifierKeyNeeded);
  const std::string file = *arguments.Get("FILE");
  const auto text = ReadWholeFile(file);
  if (!text) return text.error();
  const auto leaf = ReadWholeFile(file + ".leaf");
  if (!leaf) return leaf.error();
  const auto proof = ParseOfflineProof(*text);
  if (!proof) return Failure{Exit::kRefused, "receipt_wrong", file + ": " + proof.error().message};
  const auto receipt = VerifyReceipt(*proof, *leaf, *key);
  if (!receipt) return receipt.error();
  return Report{receipt->ToJson(), ReceiptText(workspace, *receipt)};
}

}  // namespace

std::vector<CommandSpec> AccountCommands() {
  const OptionSpec account{"ACCOUNT", "ID|LABEL"};
  return {
      {"account", "open", {}, Open},
      {"account", "show", {account}, Show},
      {"account", "lots", {account}, Lots},
      {"account", "history", {account, {"--limit", "N"}}, History},
      {"account", "receipt", {{"INDEX", "INDEX", true}, {"--out", "FILE"}}, ShowReceipt},
      {"account", "verify", {{"FILE", "FILE", true}}, VerifyReceiptFile},
      {"account", "keys", {account}, Keys},
      FieldCommand("account", "key-add", KeyAdd::kKind),
      FieldCommand("account", "key-revoke", KeyRevoke::kKind),
      FieldCommand("account", "claim", ParticipationClaim::kKind),
  };
}

}  // namespace enishi
