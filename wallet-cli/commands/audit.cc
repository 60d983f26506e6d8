#include "ledger/audit/audit.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "ledger/base/durable_file.h"
#include "ledger/facts/facts.h"
#include "ledger/merkle/offline_proof.h"
#include "ledger/messages/answers.h"
#include "ledger/messages/audit.h"
#include "ledger/messages/details.h"
#include "ledger/messages/failures.h"
#include "wallet-cli/commands/workspace.h"
#include "wallet-cli/export/activity_data.h"
#include "wallet-cli/export/log_export.h"
#include "wallet-cli/terminal/progress.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {
namespace {

// Which key the head is checked against, and where it came from.
struct LogKey {
  std::optional<VerifierKey> key;
  std::string from = "none";
};

bool IsUrl(const std::string& text) {
  return text.starts_with("http://") || text.starts_with("https://");
}

Tried<LogKey> KeyFor(const Workspace& workspace, const std::string& where) {
  std::string text = workspace.options().verifier_key;
  std::string from = "option";
  if (text.empty() && !IsUrl(where)) {
    const auto kept = ReadWholeFile(std::filesystem::path(where) / "verifier-key.txt");
    if (!kept) return LogKey{};
    text = kept->substr(0, kept->find_first_of("\r\n"));
    from = "folder";
  }
  if (text.empty()) return LogKey{};
  auto key = VerifierKey::Parse(text);
  if (!key) return Usage(Fill(texts::kVerifierKeyWrong, Translated(key.error().message)));
  return LogKey{*std::move(key), std::move(from)};
}

// An earlier head's note, whatever it was kept in: a wallet's head file, a receipt, or by itself.
Tried<std::vector<std::string>> NotesIn(const std::string& file) {
  const auto text = ReadWholeFile(file);
  if (!text) return text.error();
  std::vector<std::string> notes;
  if (const auto json = ParseJson(*text)) {
    const Json* heads = Find(*json, "heads");
    if (heads == nullptr || AsArray(*heads) == nullptr) {
      return Usage(Fill(texts::kNotHeadFile, file));
    }
    for (const Json& head : *AsArray(*heads)) notes.push_back(TextOf(head, "checkpoint"));
  } else if (const auto proof = ParseOfflineProof(*text)) {
    notes.push_back(proof->checkpoint);
  } else {
    notes.push_back(*text);
  }
  return notes;
}

// A head counts as evidence only with the log's signature; heads of other logs are passed over.
Tried<std::vector<Checkpoint>> EarlierHeads(const Arguments& arguments, const LogKey& key) {
  std::vector<Checkpoint> heads;
  for (const std::string& file : arguments.All("--old-head")) {
    if (!key.key) return Usage(texts::kOldHeadNeedsKey);
    const auto notes = NotesIn(file);
    if (!notes) return notes.error();
    const size_t before = heads.size();
    for (const std::string& note : *notes) {
      if (const auto head = OpenCheckpoint(note, *key.key)) heads.push_back(*head);
    }
    if (heads.size() == before) return Usage(Fill(texts::kNoHeadOfLog, file));
  }
  return heads;
}

// A folder, or a server with a session of the auditor who acts.
struct AuditSource {
  std::unique_ptr<LogSource> log;
  const ServerSource* server = nullptr;  // the same, where it is one
};

Tried<AuditSource> SourceOf(Workspace& workspace, const std::string& where) {
  if (!IsUrl(where)) {
    // A path that was mistyped is no log, and so no log with a fault.
    std::error_code ignored;
    if (!std::filesystem::is_directory(where, ignored)) {
      return Usage(Fill(texts::kNotFolder, where));
    }
    return AuditSource{std::make_unique<FolderSource>(where)};
  }
  const auto actor = workspace.Actor();
  if (!actor) return actor.error();
  if (const auto info = workspace.OnlineAt(where); !info) return info.error();
  auto source = std::make_unique<ServerSource>(workspace.client(), **actor);
  const ServerSource* server = source.get();
  return AuditSource{std::move(source), server};
}

// A lost connection or a missing right is no fault of the log.
Failure CutShort(const Failure& unreadable, uint64_t entries) {
  Failure failure = unreadable;
  const Bilingual cut = Fill(texts::kAuditCutShort, entries);
  failure.detail.Append(cut);
  return failure;
}

Json CurrencyJson(const CurrencyCode& currency, const std::optional<CurrencyTotals>& totals) {
  const auto number = [&](Amount CurrencyTotals::* part) {
    return totals ? Json((*totals.*part).minor()) : Json();
  };
  return Json::object({{"currency", currency.text},
                       {"issued", number(&CurrencyTotals::issued)},
                       {"outstanding", number(&CurrencyTotals::outstanding)},
                       {"clearing", number(&CurrencyTotals::clearing)},
                       {"redeemed", number(&CurrencyTotals::redeemed)},
                       {"expired", number(&CurrencyTotals::expired)},
                       {"withdrawn", number(&CurrencyTotals::withdrawn)}});
}

Json ReportJson(const AuditReport& report, const std::string& key_from) {
  JsonArray not_checked;
  for (const std::string& what : report.not_checked) not_checked.push_back(what);
  if (key_from == "folder") {
    not_checked.push_back("whether the log's key is the right one: it came from the same folder");
  }
  Json json = Json::object({{"ok", report.ok},
                            {"entries", report.entries},
                            {"signatures", report.signatures},
                            {"origin", report.head.origin.text},
                            {"size", report.head.size},
                            {"root", HexEncode(AsView(report.head.root))},
                            {"ledger", HexEncode(AsView(report.ledger))},
                            {"verifier_key_from", key_from},
                            {"not_checked", std::move(not_checked)}});
  if (!report.problem.empty()) json["problem"] = report.problem;
  if (report.bad_entry) json["bad_entry"] = *report.bad_entry;
  JsonArray currencies;
  for (const auto& [currency, totals] : report.totals.currencies) {
    currencies.push_back(CurrencyJson(currency, totals));
  }
  json["totals"] =
      Json::object({{"currencies", std::move(currencies)}, {"accounts", report.totals.accounts}});
  return json;
}

std::string Shown(const Workspace& workspace, const std::string& message) {
  return Printable(Translated(message).In(workspace.language()));
}

std::string Verdict(const Workspace& workspace, const AuditReport& report) {
  if (report.ok) return workspace.Say(texts::kAuditGood);
  if (report.problem.empty()) return workspace.Say(texts::kAuditIncomplete);
  const std::string problem = Shown(workspace, report.problem);
  return report.bad_entry ? workspace.Say(texts::kAuditBadEntry, *report.bad_entry, problem)
                          : workspace.Say(texts::kAuditBad, problem);
}

std::string ReportText(const Workspace& workspace, const AuditReport& report) {
  std::string text = Verdict(workspace, report) + "\n";
  Table table({{report.head.origin.text}, {"", true}});
  const auto row = [&](const std::string& name, uint64_t number) {
    table.AddRow({name, GroupThousands(static_cast<int64_t>(number))});
  };
  row(workspace.Say(texts::kAuditEntries), report.entries);
  row(workspace.Say(texts::kAuditSignatures), report.signatures);
  row(workspace.Say(texts::kAuditSize), report.head.size);
  row(workspace.Say(texts::kAuditAccounts), report.totals.accounts);
  for (const auto& [currency, totals] : report.totals.currencies) {
    const auto points = [&](std::string name, Amount CurrencyTotals::* part) {
      table.AddRow({std::move(name), totals ? GroupThousands((*totals.*part).minor())
                                            : workspace.Say(texts::kSumTooLarge)});
    };
    points(workspace.Say(texts::kIssued, currency.text), &CurrencyTotals::issued);
    points(workspace.Say(texts::kOutstanding, currency.text), &CurrencyTotals::outstanding);
    points(workspace.Say(texts::kClearing, currency.text), &CurrencyTotals::clearing);
    points(workspace.Say(texts::kRedeemed, currency.text), &CurrencyTotals::redeemed);
    points(workspace.Say(texts::kExpiredSum, currency.text), &CurrencyTotals::expired);
    points(workspace.Say(texts::kWithdrawn, currency.text), &CurrencyTotals::withdrawn);
  }
  text += table.Render();
  for (const std::string& what : report.not_checked) {
    text += workspace.Say(texts::kNotChecked, Shown(workspace, what)) + "\n";
  }
  return text;
}

struct AuditRun {
  AuditReport report;
  std::string key_from;
};

Tried<AuditRun> RunAudit(Workspace& workspace, const Arguments& arguments, const std::string& where,
                         std::function<void(const EntryView&)> on_entry) {
  auto key = KeyFor(workspace, where);
  if (!key) return key.error();
  auto source = SourceOf(workspace, where);
  if (!source) return source.error();
  if (IsUrl(where) && !key->key) *key = LogKey{workspace.heads().seen()->verifier_key, "first use"};
  auto heads = EarlierHeads(arguments, *key);
  if (!heads) return heads.error();
  AuditOptions options;
  options.verifier_key = key->key;
  options.earlier_heads = *std::move(heads);
  options.on_entry = std::move(on_entry);
  Progress progress(workspace.progress_stream(), workspace.shows_progress(),
                    workspace.Say(texts::kEntriesUnit));
  options.on_progress = [&](uint64_t done, uint64_t /*size*/) { progress.Update(done); };
  AuditRun run{Audit(*source->log, options), key->from};
  const Failure* unreadable =
      source->server == nullptr ? nullptr : source->server->Unreadable(run.report.problem);
  if (unreadable != nullptr) return CutShort(*unreadable, run.report.entries);
  return run;
}

Tried<Report> AuditLog(Workspace& workspace, const Arguments& arguments) {
  const auto run = RunAudit(workspace, arguments, *arguments.Get("LOG"), {});
  if (!run) return run.error();
  std::string text = ReportText(workspace, run->report);
  if (run->key_from == "folder") {
    text += workspace.Say(texts::kKeyFromFolder) + "\n";
  }
  return Report{ReportJson(run->report, run->key_from), std::move(text),
                run->report.ok ? Exit::kDone : Exit::kRefused};
}

Tried<Report> ExportLogCommand(Workspace& workspace, const Arguments& arguments) {
  const auto actor = workspace.Actor();
  if (!actor) return actor.error();
  const auto info = workspace.Online();
  if (!info) return info.error();
  workspace.client().set_patience(std::chrono::minutes(2));
  ServerSource source(workspace.client(), **actor);
  const std::string folder = *arguments.Get("--out");
  Tried<Checkpoint> head = Checkpoint{};
  {
    Progress progress(workspace.progress_stream(), workspace.shows_progress(),
                      workspace.Say(texts::kEntriesUnit), (*info)->head_size);
    head = ExportLog(
        source, {folder, (*info)->verifier_key, [&](uint64_t done) { progress.Update(done); }});
  }
  if (!head) return head.error();
  return Report{
      Json::object(
          {{"folder", folder}, {"size", head->size}, {"root", HexEncode(AsView(head->root))}}),
      workspace.Say(texts::kLogExported, GroupThousands(static_cast<int64_t>(head->size)), folder) +
          "\n"};
}

// The activity data, written during the audit. The file keeps its old content unless the audit
// passes.
class ActivityFile {
 public:
  explicit ActivityFile(DurableFile file) : file_(std::move(file)) {}

  void Add(const Fact& fact) {
    data_.Add(fact);
    if (data_.bytes() > kFlushBytes) Flush();
  }

  Result<Unit, FileError> Finish() {
    Flush();
    if (!written_) return written_;
    return file_.Commit();
  }

  [[nodiscard]] uint64_t rows() const { return data_.rows(); }

 private:
  static constexpr size_t kFlushBytes = size_t{1} << 20;

  void Flush() {
    if (written_) written_ = file_.Append(data_.Take());
  }

  DurableFile file_;
  ActivityData data_;
  Result<Unit, FileError> written_ = Unit{};  // the first failure
};

Tried<Report> ExportActivities(Workspace& workspace, const Arguments& arguments) {
  const std::string file = *arguments.Get("--out");
  auto created = DurableFile::Create(file, FileAccess::kEveryone);
  if (!created) return Failure{Exit::kRefused, "file", created.error().message};
  ActivityFile table(*std::move(created));
  const auto run = RunAudit(workspace, arguments, *arguments.Get("--log"), [&](const EntryView& e) {
    for (const Fact& fact : FactsOf(e)) table.Add(fact);
  });
  if (!run) return run.error();
  if (!run->report.ok) {
    return Report{ReportJson(run->report, run->key_from), ReportText(workspace, run->report),
                  Exit::kRefused};
  }
  if (auto written = table.Finish(); !written) {
    return Failure{Exit::kRefused, "file", written.error().message};
  }
  return Report{
      Json::object({{"file", file}, {"rows", table.rows()}, {"size", run->report.entries}}),
      workspace.Say(texts::kWrote, file) + "\n"};
}

}  // namespace

std::vector<CommandSpec> AuditCommands() {
  const OptionSpec old_head{"--old-head", "FILE"};
  return {{"", "audit", {{"LOG", "DIR|URL", true}, old_head}, AuditLog},
          {"export", "log", {{"--out", "DIR", true}}, ExportLogCommand},
          {"export",
           "activities",
           {{"--log", "DIR", true}, {"--out", "FILE", true}, old_head},
           ExportActivities}};
}

}  // namespace enishi
