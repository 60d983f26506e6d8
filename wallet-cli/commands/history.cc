#include "wallet-cli/commands/history.h"

#include <algorithm>
#include <utility>

#include "ledger/messages/headings.h"
#include "ledger/messages/kinds.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {
namespace {

// The widths of the columns whose cells may be longer. With the entry's number (up to 8 digits),
// the time (16) and two spaces between the columns a line has at most 80 columns.
constexpr size_t kKindWidth = 14;
constexpr size_t kAmountWidth = 14;
constexpr size_t kWithWidth = 10;
constexpr size_t kReferenceWidth = 8;

std::string Signed(int64_t amount) { return (amount > 0 ? "+" : "") + GroupThousands(amount); }

// "+200 KAEN", or "+200 KAEN, -5 BLUE" for an entry that changed several currencies.
std::string AmountsText(const Json& entry) {
  const Json* amounts = entry.Find("amounts");
  std::string text;
  if (amounts == nullptr || amounts->AsArray() == nullptr) {
    return Signed(entry.Integer("amount"));  // an older server, which adds the currencies up
  }
  for (const Json& one : *amounts->AsArray()) {
    if (!text.empty()) text += ", ";
    text += Signed(one.Integer("amount")) + " " + one.Text("currency");
  }
  return text;
}

std::string CounterpartyText(const Workspace& workspace, const std::string& account) {
  const auto id = AccountId::Parse(account);
  const std::string name = id ? workspace.ShortNameOf(*id) : "";
  return name.empty() ? account : name;
}

// "2026-07-01 10:00" in Japan; a history needs no seconds.
std::string MinuteText(const Json& entry) {
  constexpr size_t kMinuteLength = 16;
  const Timestamp at{static_cast<uint64_t>(entry.Integer("committed_at"))};
  return FormatTokyo(at).substr(0, kMinuteLength);
}

}  // namespace

std::vector<std::string> HistoryRow(const Workspace& workspace, const Json& entry) {
  const std::string kind = entry.Text("kind");
  return {std::to_string(entry.Integer("index")),
          MinuteText(entry),
          Shortened(TitleOr(KindTitle(kind), kind).In(workspace.language()), kKindWidth),
          Shortened(AmountsText(entry), kAmountWidth),
          Shortened(CounterpartyText(workspace, entry.Text("counterparty")), kWithWidth),
          Shortened(entry.Text("reference"), kReferenceWidth)};
}

Tried<Report> ShowHistory(Workspace& workspace, const AccountId& account,
                          const HistoryQuery& query) {
  const auto actor = workspace.Actor();
  if (!actor) return actor.error();
  if (const auto info = workspace.Online(); !info) return info.error();
  constexpr uint64_t kPage = 100;
  Json::Array shown;
  std::string cursor;
  do {
    std::string path = "/v1/accounts/" + account.ToString() +
                       "/history?limit=" + std::to_string(std::min(query.limit, kPage));
    if (!cursor.empty()) path += "&cursor=" + cursor;
    const auto page = workspace.client().Get(path, *actor);
    if (!page) return page.error();
    const Json* entries = page->Find("entries");
    if (entries == nullptr || entries->AsArray() == nullptr) return MalformedAnswer("no entries");
    for (const Json& entry : *entries->AsArray()) {
      if (shown.size() < query.limit && entry.Text("kind").starts_with(query.kinds_with)) {
        shown.push_back(entry);
      }
    }
    cursor = page->Text("next_cursor");
  } while (!cursor.empty() && shown.size() < query.limit);
  Table table({{workspace.Say(texts::kEntry), true},
               {workspace.Say(texts::kTime)},
               {workspace.Say(texts::kKind)},
               {workspace.Say(texts::kAmount), true},
               {workspace.Say(texts::kWith)},
               {workspace.Say(texts::kReference)}});
  for (const Json& entry : shown) table.AddRow(HistoryRow(workspace, entry));
  std::string text = shown.empty() ? workspace.Say(texts::kNothing) + "\n" : table.Render();
  return Report{Json::Object{{"account", account.ToString()}, {"entries", std::move(shown)}},
                std::move(text)};
}

}  // namespace enishi
