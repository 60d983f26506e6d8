#include "wallet-cli/commands/field_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "ledger/messages/answers.h"
#include "ledger/messages/details.h"
#include "ledger/messages/failures.h"
#include "ledger/messages/kinds.h"
#include "ledger/messages/lists.h"
#include "ledger/messages/wallet.h"
#include "wallet-cli/commands/acceptance.h"
#include "wallet-cli/commands/run_plan.h"
#include "wallet-cli/plan/expander.h"
#include "wallet-cli/plan/new_key.h"
#include "wallet-cli/tables/columns.h"
#include "wallet-cli/tables/csv.h"
#include "wallet-cli/tables/text_encoding.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {
namespace {

// A file that waits for a second signature may take a day to come back.
constexpr uint64_t kOfflineValidForMs = 23 * kHourMs;

std::vector<OptionSpec> OptionsOf(const Payload& kind) {
  std::vector<OptionSpec> options;
  for (const FieldInfo& field : FieldsOf(kind)) {
    OptionSpec option{OptionOf(field.name), field.is_flag ? "" : std::string(field.form)};
    option.field = {std::string(KindName(kind)), std::string(field.name), !field.required};
    options.push_back(std::move(option));
  }
  options.push_back({"--with", "LABEL,..."});
  options.push_back({"--out", "FILE"});
  options.push_back({"--at", "'YYYY-MM-DD hh:mm'|MS"});
  options.push_back({"--file", "CSV"});
  options.push_back({"--each", "PREFIX"});
  for (OptionSpec& option : PlanOptions()) options.push_back(std::move(option));
  return options;
}

// The administrators of a genesis sign it, those whose keys are here.
Tried<std::vector<const KeyEntry*>> GenesisSigners(Workspace& workspace, const Genesis& genesis) {
  const auto keys = workspace.Keys();
  if (!keys) return keys.error();
  std::vector<const KeyEntry*> signers;
  for (const PublicKey& key : genesis.administrators) {
    if (const KeyEntry* entry = (*keys)->Find(key); entry != nullptr) signers.push_back(entry);
  }
  if (signers.empty()) return Usage(texts::kNoAdministratorKey);
  return signers;
}

Tried<std::vector<const KeyEntry*>> SignersOf(Workspace& workspace, const Payload& payload,
                                              const Arguments& arguments) {
  if (const auto* genesis = std::get_if<Genesis>(&payload)) {
    return GenesisSigners(workspace, *genesis);
  }
  const auto actor = workspace.Actor();
  if (!actor) return actor.error();
  auto signers = workspace.KeysOf(arguments.All("--with"));
  if (!signers) return signers.error();
  signers->insert(signers->begin(), *actor);
  return signers;
}

Failure NewKeyElsewhere() {
  return {Exit::kUsage, "key_not_signed", texts::kNewKeyElsewhere, texts::kNewKeyElsewhereNext};
}

// The plan line that stands for these fields, common to --file and --each.
Tried<Json> PlanLine(Workspace& workspace, const Payload& kind, const Arguments& arguments,
                     std::optional<Timestamp> at) {
  const auto actor = workspace.Actor();
  if (!actor) return actor.error();
  const auto cosigners = workspace.KeysOf(arguments.All("--with"));
  if (!cosigners) return cosigners.error();
  Json with = Json::array();
  for (const KeyEntry* entry : *cosigners) with.push_back(entry->label);
  Json line =
      Json::object({{"as", (*actor)->label}, {"with", std::move(with)}, {"kind", KindName(kind)}});
  if (at) line["at"] = at->ms;
  return line;
}

// The table's rows, its first one with the columns' names; every row as wide as that one.
Tried<std::vector<CsvRow>> ReadTable(const std::string& file) {
  const auto bytes = ReadWholeFile(file);
  if (!bytes) return bytes.error();
  const auto text = DecodeText(*bytes);
  if (!text) return Usage(Fill(texts::kOf, file, Translated(text.error().message)));
  std::vector<CsvRow> rows;
  CsvReader reader(text->text);
  while (auto row = reader.Next()) {
    if (!*row) {
      return Usage(Fill(texts::kAt, file, row->error().line, Translated(row->error().why)));
    }
    if (IsBlank(**row)) continue;
    if (!rows.empty() && (*row)->cells.size() > rows.front().cells.size()) {
      return Usage(Fill(texts::kCellsTooMany, file, (*row)->line));
    }
    rows.push_back(**std::move(row));
  }
  if (rows.size() < 2) return Usage(Fill(texts::kNoRows, file));
  return rows;
}

// One instruction of many, and where it came from.
struct FieldRow {
  Json fields;
  std::string source;
};

Tried<std::vector<FieldRow>> RowsOfFile(const Payload& kind, const std::string& file,
                                        const Json& fields) {
  const auto table = ReadTable(file);
  if (!table) return table.error();
  const auto& header = table->front().cells;
  std::vector<FieldRow> rows;
  for (size_t i = 1; i < table->size(); ++i) {
    const CsvRow& cells = (*table)[i];
    FieldRow row{fields, fmt::format("{}:{}", file, cells.line)};
    for (size_t column = 0; column < cells.cells.size(); ++column) {
      const std::string_view cell = TrimSpace(cells.cells[column]);
      if (cell.empty()) continue;
      const std::string name(TrimSpace(header[column]));
      auto value = FieldFromText(kind, name, cell);
      if (!value) return Within(row.source, value.error());
      SetField(row.fields, name, *std::move(value));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Tried<std::vector<FieldRow>> RowsOfLabels(Workspace& workspace, const Payload& kind,
                                          const std::string& prefix, const Json& fields) {
  const auto keys = workspace.Keys();
  if (!keys) return keys.error();
  const auto infos = FieldsOf(kind);
  const auto subject = std::find_if(infos.begin(), infos.end(),
                                    [](const FieldInfo& info) { return info.names_a_holder; });
  if (subject == infos.end()) return Usage(texts::kEachNeedsHolder);
  std::vector<FieldRow> rows;
  for (const KeyEntry& entry : (*keys)->entries()) {
    if (!entry.label.starts_with(prefix)) continue;
    FieldRow row{fields, "@" + entry.label};
    SetField(row.fields, subject->name, row.source);
    rows.push_back(std::move(row));
  }
  if (rows.empty()) return Usage(Fill(texts::kNoLabelBegins, prefix));
  return rows;
}

// Where the envelopes of --file and --each are kept: beside the table, or where there is none
// beside the keyring. The kind is part of the name, because one list of people serves many
// commands.
Tried<std::string> SentFileOf(const Workspace& workspace, const Payload& kind,
                              const Arguments& arguments) {
  if (const auto given = arguments.Get("--sent")) return *given;
  const std::string name = "." + std::string(KindName(kind)) + ".sent.ndjson";
  if (const auto file = arguments.Get("--file")) return *file + name;
  const auto keyring = workspace.KeyringPath();
  if (!keyring) return keyring.error();
  std::string prefix = *arguments.Get("--each");
  std::replace(prefix.begin(), prefix.end(), '/', '_');
  return keyring->string() + ".each-" + prefix + name;
}

Tried<Report> RunMany(Workspace& workspace, const Payload& kind, const Arguments& arguments,
                      const Json& fields, std::optional<Timestamp> at) {
  const auto file = arguments.Get("--file");
  auto rows = file ? RowsOfFile(kind, *file, fields)
                   : RowsOfLabels(workspace, kind, *arguments.Get("--each"), fields);
  if (!rows) return rows.error();
  const auto start = PlanLine(workspace, kind, arguments, at);
  if (!start) return start.error();
  const auto keys = workspace.Keys();
  if (!keys) return keys.error();
  std::string plan;
  for (FieldRow& row : *rows) {
    if (auto done = CompleteFields(workspace, kind, row.fields); !done) return done.error();
    // All are read before the first is sent: a slip in the last line must not leave half a list.
    const auto payload = ReadPayloadFields(kind, row.fields, **keys);
    if (!payload) return Within(row.source, payload.error());
    if (std::vector<const KeyEntry*> nobody; !AddNewKey(*payload, **keys, nobody)) {
      Failure failure = NewKeyElsewhere();
      failure.detail = {row.source + ": " + failure.detail.en,
                        row.source + "：" + failure.detail.ja};
      return failure;
    }
    Json line = *start;
    line["fields"] = std::move(row.fields);
    plan += Dump(line) + "\n";
  }
  const auto sent = SentFileOf(workspace, kind, arguments);
  if (!sent) return sent.error();
  std::istringstream in(plan);
  return RunPlan(workspace, in, {*sent, arguments.GetOr("--refusals", "")});
}

Tried<std::optional<Timestamp>> TimeFrom(const Arguments& arguments) {
  const auto text = arguments.Get("--at");
  if (!text) return std::optional<Timestamp>();
  const auto time = FieldFromText(ClockAdvance{}, "to", *text);
  if (!time) return Within("--at", Usage(texts::kMustBeTime));
  return std::optional(Timestamp{static_cast<uint64_t>(*AsInteger(*time))});
}

Tried<Report> RunFieldCommand(Workspace& workspace, const Arguments& arguments,
                              const Payload& kind) {
  auto fields = FieldsFromOptions(kind, arguments);
  if (!fields) return fields.error();
  if (const auto info = workspace.Online(); !info) return info.error();
  const auto at = TimeFrom(arguments);
  if (!at) return at.error();
  if (arguments.Has("--file") || arguments.Has("--each")) {
    return RunMany(workspace, kind, arguments, *fields, *at);
  }
  if (auto done = CompleteFields(workspace, kind, *fields); !done) return done.error();
  const auto keys = workspace.Keys();
  if (!keys) return keys.error();
  const auto payload = ReadPayloadFields(kind, *std::move(fields), **keys);
  if (!payload) return payload.error();
  auto signers = SignersOf(workspace, *payload, arguments);
  if (!signers) return signers.error();
  if (!AddNewKey(*payload, **keys, *signers) && !arguments.Has("--out")) return NewKeyElsewhere();
  return SignAndSend(workspace, *payload, *signers, {arguments.GetOr("--out", ""), *at});
}

}  // namespace

std::string OptionOf(std::string_view field) {
  // Options that every command or every field command has already. --version is not among them: in
  // a command that takes it, it is the command's own.
  constexpr std::array<std::string_view, 18> kTaken = {
      "as", "at",       "each",     "file", "help",   "json",         "keyring", "lang", "out",
      "qr", "progress", "refusals", "sent", "server", "verifier_key", "with",    "yes",  "y"};
  const bool taken = std::find(kTaken.begin(), kTaken.end(), field) != kTaken.end();
  std::string option = (taken ? "--field-" : "--") + std::string(field);
  std::replace(option.begin(), option.end(), '_', '-');
  return option;
}

CommandSpec FieldCommand(std::string group, std::string name, std::string_view kind_name) {
  const auto kind = EmptyPayload(kind_name);
  CHECK(kind.has_value());
  return {std::move(group), std::move(name), OptionsOf(*kind),
          [kind = *kind](Workspace& workspace, const Arguments& arguments) {
            return RunFieldCommand(workspace, arguments, kind);
          }};
}

Tried<Json> FieldsFromOptions(const Payload& kind, const Arguments& arguments) {
  Json fields = Json::object();
  for (const FieldInfo& field : FieldsOf(kind)) {
    const auto text = arguments.Get(OptionOf(field.name));
    if (!text) continue;
    auto value = FieldFromText(kind, field.name, field.is_flag ? "true" : *text);
    if (!value) return value.error();
    fields[std::string(field.name)] = *std::move(value);
  }
  return fields;
}

Tried<Unit> CompleteFields(Workspace& workspace, const Payload& kind, Json& fields) {
  AddDefaults(kind, fields);
  if (std::holds_alternative<Genesis>(kind)) {
    const auto info = workspace.Online();
    if (!info) return info.error();
    AddGenesisFields(**info, fields);
  }
  const bool spends = std::holds_alternative<Charge>(kind) ||
                      std::holds_alternative<PaymentPay>(kind) ||
                      std::holds_alternative<ProgrammeCreate>(kind);
  if (spends && Find(fields, "currency") == nullptr) {
    auto currency = workspace.CurrencyOr(std::nullopt);
    if (!currency) return currency.error();
    fields["currency"] = *std::move(currency);
  }
  return Unit{};
}

Tried<Report> SignAndSend(Workspace& workspace, const Payload& payload,
                          const std::vector<const KeyEntry*>& signers, const SendOptions& options) {
  const std::string& out = options.out;
  const auto info = workspace.Online();
  if (!info) return info.error();
  AccountId account = signers.front()->account;
  LedgerInfo ledger = **info;
  if (const auto* genesis = std::get_if<Genesis>(&payload)) {
    if (ledger.ledger) return Failure{Exit::kRefused, "genesis_repeated", texts::kGenesisThere};
    if (!genesis->administrators.empty()) {
      account = AccountId::FromKey(genesis->administrators.front());
    }
  } else if (!ledger.ledger) {
    return Failure{Exit::kRefused, "genesis_missing", texts::kNoGenesis};
  }
  const Header header = MakeHeader(ledger, account, options.at.value_or(workspace.LedgerTime()),
                                   out.empty() ? kValidForMs : kOfflineValidForMs);
  std::vector<const SigningKey*> keys;
  for (const KeyEntry* entry : signers) keys.push_back(&entry->key);
  const Instruction instruction = Sign(header, payload, keys);
  if (out.empty()) {
    auto answer = workspace.SubmitFresh(instruction, [&](const Uuid& id) {
      Header again = header;
      again.id = id;
      again.valid_until.ms = std::min(header.valid_until.ms, id.time().ms + kDayMs);
      return Sign(again, payload, keys);
    });
    return AcceptanceReport(workspace, std::move(answer), instruction);
  }
  const std::string envelope = WriteEnvelope(instruction.body, instruction.signatures);
  if (auto wrote = WriteWholeFile(out, envelope + "\n"); !wrote) return wrote.error();
  return Report{Json::object({{"file", out}, {"id", header.id.ToString()}}),
                workspace.Say(texts::kWrote, out) + "\n"};
}

void AddBodyRows(std::string_view body, Language language, Table& table) {
  const auto json = ParseJson(body);
  if (!json || !json->is_object()) return;
  for (const auto& [name, value] : json->items()) {
    if (name == "v" || name == "kind") continue;
    const bool is_time = name == "valid_until" || name == "to" || name.ends_with("_at");
    std::string shown = AsString(value) != nullptr ? *AsString(value) : Dump(value);
    if (is_time && AsInteger(value) != nullptr) {
      shown = fmt::format("{} ({})", FormatJst({static_cast<uint64_t>(*AsInteger(value))}), shown);
    }
    table.AddRow({TitleOr(FieldTitle(name), name).In(language), std::move(shown)});
  }
}

}  // namespace enishi
