#include <algorithm>
#include <map>

#include "api/http/problems.h"
#include "api/routes/checked_sum.h"
#include "api/routes/context.h"
#include "api/routes/paging.h"
#include "ledger/rules/state/rows.h"

// Public reads: currencies, programmes, posts, shops and activities. None of them names a person.

namespace enishi {
namespace {

// More currencies, programmes or posts than a municipality has in a century; beyond it the answer
// is cut and says so.
constexpr size_t kRowsMax = 10'000;

Response WholeList(std::string name, Json::Array elements) {
  const bool truncated = elements.size() >= kRowsMax;
  Json json = Json::Object{{std::move(name), std::move(elements)}};
  if (truncated) json.Set("truncated", true);
  return JsonResponse(json);
}

// The fields of a row's key and value as one object.
template <class R>
Json RowObject(const typename R::Key& key, const R& row) {
  Json object = Json::Object{};
  WriteFields(key, object);
  WriteFields(row, object);
  return object;
}

CheckedSum SystemTotal(const View& view, HolderKind holder, uint32_t lot_class) {
  const auto row = Find<HoldingRow>(view, {holder, AccountId(), lot_class});
  CheckedSum total;
  if (row) {
    for (const Lot& lot : row->lots) total.Add(lot.amount);
  }
  return total;
}

// The system accounts over all lot classes of one currency. What accounts hold is what is left of
// what was issued, because the postings of a lot class sum to zero.
struct Totals {
  CheckedSum issued;  // positive
  CheckedSum clearing;
  CheckedSum redeemed;
  CheckedSum expired;
  CheckedSum withdrawn;

  void Add(const View& view, uint32_t lot_class) {
    issued.Subtract(SystemTotal(view, HolderKind::kIssued, lot_class));
    clearing.Add(SystemTotal(view, HolderKind::kClearing, lot_class));
    redeemed.Add(SystemTotal(view, HolderKind::kRedeemed, lot_class));
    expired.Add(SystemTotal(view, HolderKind::kExpired, lot_class));
    withdrawn.Add(SystemTotal(view, HolderKind::kWithdrawn, lot_class));
  }

  [[nodiscard]] Json ToJson(const Listing& listing) const {
    CheckedSum outstanding = issued;
    for (const CheckedSum& part : {clearing, redeemed, expired, withdrawn}) {
      outstanding.Subtract(part);
    }
    return Json::Object{{"issued", issued.ToJson()},
                        {"outstanding", outstanding.ToJson()},
                        {"clearing", clearing.ToJson()},
                        {"redeemed", redeemed.ToJson()},
                        {"expired", expired.ToJson()},
                        {"withdrawn", withdrawn.ToJson()},
                        {"shops", uint64_t{listing.shops.size()}},
                        {"participants", listing.participants}};
  }
};

// All currencies with their totals by one pass over the lot classes, which are as many as
// programmes and currencies together.
Json::Array CurrenciesJson(const View& view, const Listing& listing) {
  std::map<CurrencyCode, Totals> totals;
  ForEachRow<LotClassRow>(view, "", [&](const LotClassRow::Key& key, const LotClassRow& row) {
    totals[row.currency].Add(view, key.lot_class);
    return true;
  });
  Json::Array currencies;
  ForEachRow<CurrencyRow>(view, "", [&](const CurrencyRow::Key& key, const CurrencyRow& row) {
    Json object = RowObject(key, row);
    object.Set("totals", totals[key.currency].ToJson(listing));
    currencies.push_back(std::move(object));
    return currencies.size() < kRowsMax;
  });
  return currencies;
}

// A page of ids in order, those after the cursor's place. `text` gives an id's place.
template <class Id, class Text, class ToJson>
Result<Json, Response> ListPage(const Request& request, std::string_view list,
                                const std::vector<Id>& ids, Text text, ToJson to_json) {
  const auto page = ReadPage(request, list);
  if (!page) return page.error();
  auto at = ids.begin();
  if (page->after) {
    at = std::upper_bound(ids.begin(), ids.end(), *page->after,
                          [&](const std::string& place, const Id& id) { return place < text(id); });
  }
  const auto left = static_cast<uint64_t>(ids.end() - at);
  const auto end = at + static_cast<ptrdiff_t>(std::min(left, page->limit));
  Json::Array elements;
  for (auto id = at; id != end; ++id) elements.push_back(to_json(*id));
  Json json = Json::Object{{std::string(list), std::move(elements)}};
  if (end != ids.end() && end != at) {
    json.Set("next_cursor", EncodeCursor(list, text(*(end - 1))));
  }
  return json;
}

}  // namespace

Response GetCurrencies(Desk& desk, const Call& /*call*/) {
  const auto listing = desk.listings.Get();
  Json::Array currencies;
  desk.service.Read([&](const View& view) { currencies = CurrenciesJson(view, *listing); });
  return WholeList("currencies", std::move(currencies));
}

Response GetCurrency(Desk& desk, const Call& call) {
  const auto code = CurrencyCode::Parse(call.parameters.at(0));
  if (!code) return ProblemResponse(Problem::kNotFound);
  const auto listing = desk.listings.Get();
  std::optional<Json> found;
  desk.service.Read([&](const View& view) {
    for (Json& currency : CurrenciesJson(view, *listing)) {
      if (currency.Text("currency") == code->text) found = std::move(currency);
    }
  });
  return found ? JsonResponse(*found) : ProblemResponse(Problem::kNotFound);
}

Response GetProgrammes(Desk& desk, const Call& /*call*/) {
  Json::Array programmes;
  desk.service.Read([&](const View& view) {
    ForEachRow<ProgrammeRow>(view, "", [&](const ProgrammeRow::Key& key, const ProgrammeRow& row) {
      const auto budget = Find<BudgetRow>(view, {key.programme});
      Json object = RowObject(key, row);
      object.Set("used", budget ? budget->used.minor() : int64_t{0});
      programmes.push_back(std::move(object));
      return programmes.size() < kRowsMax;
    });
  });
  return WholeList("programmes", std::move(programmes));
}

Response GetPosts(Desk& desk, const Call& /*call*/) {
  Json::Array posts;
  desk.service.Read([&](const View& view) {
    std::map<Code, Json::Array> holders;
    ForEachRow<AppointmentRow>(view, "",
                               [&](const AppointmentRow::Key& key, const AppointmentRow& row) {
                                 Json holder = Json::Object{{"account", key.holder.ToString()}};
                                 WriteFields(row, holder);
                                 holders[key.post].push_back(std::move(holder));
                                 return true;
                               });
    ForEachRow<PostRow>(view, "", [&](const PostRow::Key& key, const PostRow& row) {
      Json object = RowObject(key, row);
      object.Set("holders", std::move(holders[key.post]));
      posts.push_back(std::move(object));
      return posts.size() < kRowsMax;
    });
  });
  return WholeList("posts", std::move(posts));
}

Response GetShops(Desk& desk, const Call& call) {
  const auto listing = desk.listings.Get();
  const auto place = [](const AccountId& id) { return std::string(AsView(id.bytes())); };
  std::optional<Response> response;
  desk.service.Read([&](const View& view) {
    const auto page =
        ListPage(call.request, "shops", listing->shops, place, [&](const AccountId& id) {
          const auto row = Find<AccountRow>(view, {id});
          return Json(Json::Object{{"account", id.ToString()},
                                   {"opened_at", row ? row->opened_at.ms : uint64_t{0}}});
        });
    response = page ? JsonResponse(*page) : page.error();
  });
  return *std::move(response);
}

Response GetActivities(Desk& desk, const Call& call) {
  const auto listing = desk.listings.Get();
  // In the order of the table: by the length of the name, then by its letters.
  const auto place = [](const Code& code) {
    return std::string(1, static_cast<char>(code.text.size())) + code.text;
  };
  std::optional<Response> response;
  desk.service.Read([&](const View& view) {
    const auto page =
        ListPage(call.request, "activities", listing->activities, place, [&](const Code& code) {
          const auto row = Find<ActivityRow>(view, {code});
          const auto attendance = Find<AttendanceRow>(view, {code});
          Json object = RowObject(ActivityRow::Key{code}, row.value_or(ActivityRow()));
          object.Set("participants", uint64_t{attendance ? attendance->participants : 0});
          return object;
        });
    response = page ? JsonResponse(*page) : page.error();
  });
  return *std::move(response);
}

}  // namespace enishi
