#include "wallet-cli/commands/history.h"

#include <algorithm>
#include <nlohmann/json.hpp>
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
  const Json* amounts = Find(entry, "amounts");
  std::string text;
  if (amounts == nullptr || AsArray(*amounts) == nullptr) {
    return Signed(IntegerOf(entry, "amount"));  // an older server, which adds the currencies up
  }
  for (const Json& one : *AsArray(*amounts)) {
    if (!text.empty()) text += ", ";
    text += Signed(IntegerOf(one, "amount")) + " " + TextOf(one, "currency");
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
  const Timestamp at{static_cast<uint64_t>(IntegerOf(entry, "committed_at"))};
  return FormatTokyo(at).substr(0, kMinuteLength);
}

}  // namespace

std::vector<std::string> HistoryRow(const Workspace& workspace, const Json& entry) {
  const std::string kind = TextOf(entry, "kind");
  return {std::to_string(IntegerOf(entry, "index")),
          MinuteText(entry),
          Shortened(TitleOr(KindTitle(kind), kind).In(workspace.language()), kKindWidth),
          Shortened(AmountsText(entry), kAmountWidth),
          Shortened(CounterpartyText(workspace, TextOf(entry, "counterparty")), kWithWidth),
          Shortened(TextOf(entry, "reference"), kReferenceWidth)};
}

Tried<Report> ShowHistory(Workspace& workspace, const AccountId& account,
                          const HistoryQuery& query) {
  const auto actor = workspace.Actor();
  if (!actor) return actor.error();
  if (const auto info = workspace.Online(); !info) return info.error();
  constexpr uint64_t kPage = 100;
  JsonArray shown;
  std::string cursor;
  do {
    std::string path = "/v1/accounts/" + account.ToString() +
                       "/history?limit=" + std::to_string(std::min(query.limit, kPage));
    if (!cursor.empty()) path += "&cursor=" + cursor;
    const auto page = workspace.client().Get(path, *actor);
    if (!page) return page.error();
    const Json* entries = Find(*page, "entries");
    if (entries == nullptr || AsArray(*entries) == nullptr) return MalformedAnswer("no entries");
    for (const Json& entry : *AsArray(*entries)) {
      if (shown.size() < query.limit && TextOf(entry, "kind").starts_with(query.kinds_with)) {
        shown.push_back(entry);
      }
    }
    cursor = TextOf(*page, "next_cursor");
  } while (!cursor.empty() && shown.size() < query.limit);
  Table table({{workspace.Say(texts::kEntry), true},
               {workspace.Say(texts::kTime)},
               {workspace.Say(texts::kKind)},
               {workspace.Say(texts::kAmount), true},
               {workspace.Say(texts::kWith)},
               {workspace.Say(texts::kReference)}});
  for (const Json& entry : shown) table.AddRow(HistoryRow(workspace, entry));
  std::string text = shown.empty() ? workspace.Say(texts::kNothing) + "\n" : table.Render();
  return Report{Json::object({{"account", account.ToString()}, {"entries", std::move(shown)}}),
                std::move(text)};
}

}  // namespace enishi
