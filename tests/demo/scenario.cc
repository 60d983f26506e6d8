#include "tests/demo/scenario.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

#include "ledger/instruction/codec.h"
#include "tests/demo/events.h"
#include "tests/demo/plan.h"
#include "tests/demo/programmes.h"
#include "tests/demo/purchases.h"
#include "tests/demo/town.h"
#include "wallet-cli/tables/csv_writer.h"

namespace enishi {
namespace {

constexpr std::string_view kCurrency = "MACHI";
// Not the code of a municipality: there is no prefecture 99.
constexpr std::string_view kMunicipality = "990019";
constexpr int kAdministrators = 3;
constexpr int kQuorum = 2;
constexpr int kFoundedDaysBefore = 7;
constexpr uint64_t kFoundedAt = 8 * kHourMs;
constexpr int kPostYears = 1;  // after the last day of the scenario
constexpr int64_t kPaymentMax = 50'000;
constexpr int64_t kOpenCodeMax = 5'000;
// Far below the range of amounts, so that no sum of the plan can leave it.
constexpr int64_t kSpendingMax = Amount::kMax / 1000;

struct Official {
  std::string_view label;
  std::string_view post;
};
constexpr std::array<Official, 7> kOfficials = {{{"planner-1", "planner"},
                                                 {"planner-2", "planner"},
                                                 {"registrar-1", "registrar"},
                                                 {"coordinator-1", "coordinator"},
                                                 {"cashier-1", "cashier"},
                                                 {"auditor-1", "auditor"},
                                                 {"evaluator-1", "evaluator"}}};
constexpr std::array<std::string_view, 6> kPosts = {"planner", "registrar", "coordinator",
                                                    "cashier", "auditor",   "evaluator"};

struct IdOrder {
  bool operator()(std::string_view a, std::string_view b) const { return IdLess(a, b); }
};
using Ids = std::set<std::string, IdOrder>;

struct Inputs {
  EventList events;
  PurchaseList purchases;
  size_t baskets_in_file = 0;  // above zero
};

std::string AdministratorLabel(int number) { return fmt::format("administrator-{}", number); }

Parsed<Inputs> ReadInputs(const ScenarioOptions& options) {
  auto events = ReadEvents(options.events);
  if (!events) return FormatError{"events: " + events.error().message};
  if (events->events.empty()) return FormatError{"events: no usable row"};
  auto purchases = ReadPurchases(options.purchases);
  if (!purchases) return FormatError{"purchases: " + purchases.error().message};
  Inputs inputs{*std::move(events), *std::move(purchases), 0};
  std::vector<Basket>& baskets = inputs.purchases.baskets;
  inputs.baskets_in_file = baskets.size();
  if (options.limit && baskets.size() > *options.limit) baskets.resize(*options.limit);
  if (baskets.empty()) return FormatError{"purchases: no basket above zero"};
  return inputs;
}

Date FirstEventDay(const std::vector<Event>& events) {
  const auto first =
      std::min_element(events.begin(), events.end(),
                       [](const Event& a, const Event& b) { return a.starts_at < b.starts_at; });
  return Date::Of(first->starts_at);
}

// Shifts the baskets by whole days so that the first one falls on the given day.
void ShiftTo(Date day, std::vector<Basket>& baskets) {
  const int64_t days = int64_t{day.day} - int64_t{Date::Of(baskets.front().at).day};
  for (Basket& basket : baskets) {
    basket.at.ms += static_cast<uint64_t>(days * static_cast<int64_t>(kDayMs));
  }
}

// Counts the baskets that are used and, if the list is used whole, the baskets of zero.
Residents ResidentsOf(const PurchaseList& purchases, bool whole) {
  Ids stores, households;
  const auto add = [&](const std::vector<Basket>& baskets) {
    for (const Basket& basket : baskets) {
      stores.insert(basket.store);
      households.insert(basket.household);
    }
  };
  add(purchases.baskets);
  if (whole) add(purchases.free_baskets);
  return {{households.begin(), households.end()}, {stores.begin(), stores.end()}};
}

std::string OrganiserLabel(size_t number) { return fmt::format("organiser-{}", number); }

std::string KeysText(const Residents& residents) {
  std::string text;
  for (int i = 1; i <= kAdministrators; ++i) text += AdministratorLabel(i) + "\n";
  for (const Official& official : kOfficials) text += std::string(official.label) + "\n";
  for (size_t i = 1; i <= kOrganisers; ++i) text += OrganiserLabel(i) + "\n";
  for (const std::string& id : residents.stores) text += StoreLabel(id) + "\n";
  for (const std::string& id : residents.households) text += HouseholdLabel(id) + "\n";
  return text;
}

void Open(PlanWriter& writer, std::string_view registrar, const std::string& label,
          std::string_view holder) {
  writer.Accepted(registrar, "account.open",
                  {{"key", "@" + label},
                   {"holder", holder},
                   {"custody", "holder"},
                   {"enrolled", holder == "participant"}});
}

struct Term {
  Date from, until;
};

// The administrators appoint one of themselves registrar, who opens the officials' accounts. Before
// that no account can open others.
void SetUpOffices(PlanWriter& writer, const Term& term) {
  const auto by_quorum = [&](std::string_view kind, Json fields) {
    writer.AcceptedOfTwo("administrator-1", "administrator-2", kind, std::move(fields));
  };
  const auto appoint = [&](std::string_view post, std::string_view label) {
    by_quorum("post.appoint", {{"post", post},
                               {"holder", "@" + std::string(label)},
                               {"from", term.from.ToString()},
                               {"until", term.until.ToString()}});
  };
  for (const std::string_view post : kPosts) {
    by_quorum("post.create", {{"post", post}, {"roles", Json::array({post})}});
  }
  appoint("registrar", "administrator-3");
  for (const Official& official : kOfficials) {
    Open(writer, "administrator-3", std::string(official.label), "official");
    appoint(official.post, official.label);
  }
}

void SetUpTown(PlanWriter& writer, const Residents& residents, const ProgrammePlan& plan,
               const TownLimits& limits) {
  writer.AcceptedOfTwo("administrator-1", "administrator-2", "currency.create",
                       {{"currency", limits.currency.text},
                        {"issuer", kMunicipality},
                        {"payment_max", limits.payment_max},
                        {"open_code_max", limits.open_code_max}});
  for (const ProgrammeCreate& programme : plan.programmes) {
    Json fields = Json::object();
    WriteFields(programme, fields);
    writer.AcceptedOfTwo("planner-1", "planner-2", "programme.create", std::move(fields));
  }
  for (size_t i = 1; i <= kOrganisers; ++i) {
    Open(writer, "registrar-1", OrganiserLabel(i), "community");
  }
  for (const std::string& id : residents.stores) {
    Open(writer, "registrar-1", StoreLabel(id), "shop");
  }
  for (const std::string& id : residents.households) {
    Open(writer, "registrar-1", HouseholdLabel(id), "participant");
  }
}

Json ProblemsJson(const std::vector<LineProblem>& problems) {
  Json list = Json::array();
  for (const LineProblem& problem : problems) {
    list.push_back(Json::object({{"line", uint64_t{problem.line}}, {"why", problem.why}}));
  }
  return list;
}

Json InputJson(const Inputs& inputs) {
  return Json::object(
      {{"events", Json::object({{"used", uint64_t{inputs.events.events.size()}},
                                {"skipped", ProblemsJson(inputs.events.problems)}})},
       {"purchases", Json::object({{"lines", uint64_t{inputs.purchases.lines}},
                                   {"baskets", uint64_t{inputs.baskets_in_file}},
                                   {"played", uint64_t{inputs.purchases.baskets.size()}},
                                   {"zero_baskets", uint64_t{inputs.purchases.free_baskets.size()}},
                                   {"skipped", ProblemsJson(inputs.purchases.problems)},
                                   {"notes", ProblemsJson(inputs.purchases.notes)}})}});
}

Json ExpectedJson(const PlanWriter& writer, const TownTotals& town, const Residents& residents,
                  const ProgrammePlan& plan) {
  const int64_t issued = town.awarded + town.charged;
  Json reasons = Json::object();
  for (const auto& [reason, count] : writer.reasons()) reasons[reason] = count;
  const uint64_t accounts = kAdministrators + kOfficials.size() + kOrganisers +
                            residents.stores.size() + residents.households.size();
  return Json::object({{"currency", kCurrency},
                       {"totals", Json::object({{"issued", issued},
                                                {"outstanding", issued - town.expired},
                                                {"clearing", 0},
                                                {"redeemed", 0},
                                                {"expired", town.expired},
                                                {"withdrawn", 0}})},
                       {"unspent", issued - town.expired - town.paid},
                       {"accepted", writer.accepted()},
                       {"refused", writer.refused()},
                       {"refused_reasons", std::move(reasons)},
                       {"accounts", accounts},
                       {"households", uint64_t{residents.households.size()}},
                       {"stores", uint64_t{residents.stores.size()}},
                       {"programmes", uint64_t{plan.programmes.size()}},
                       {"activities", uint64_t{plan.activities.size()}},
                       {"participations", town.participations},
                       {"awarded", town.awarded},
                       {"charges", town.charges},
                       {"charged", town.charged},
                       {"payments", town.payments},
                       {"payments_with_bonus", town.payments_with_bonus},
                       {"payments_by_code", town.payments_by_code},
                       {"paid", town.paid},
                       {"ends_at", writer.now().ms}});
}

// The texts stay in this file, outside the log. From a row, anyone can compute its details hash.
std::string DirectoryCsv(const ProgrammePlan& plan) {
  CsvWriter csv;
  for (const std::string_view name : {"activity", "programme", "starts_at", "ends_at", "title",
                                      "place", "description", "category", "salt", "details"}) {
    csv.Text(name);
  }
  csv.EndRow();
  for (const PlannedActivity& activity : plan.activities) {
    const Event& event = *activity.event;
    csv.Text(activity.code)
        .Text(plan.programmes[activity.programme].programme.text)
        .Text(FormatTokyo(event.starts_at))
        .Text(FormatTokyo(event.ends_at))
        .Text(event.title)
        .Text(event.place)
        .Text(event.description)
        .Text(event.category)
        .Text(activity.salt)
        .Text(HexEncode(AsView(activity.details)))
        .EndRow();
  }
  return csv.text();
}

Json GenesisJson(Timestamp at, Date until) {
  Json administrators;
  for (int i = 1; i <= kAdministrators; ++i) administrators.push_back(AdministratorLabel(i));
  return Json::object({{"at", at.ms},
                       {"until", until.ToString()},
                       {"municipality", kMunicipality},
                       {"quorum", kQuorum},
                       {"administrators", std::move(administrators)}});
}

// The last day of the scenario, or a later one.
Date LastDay(const Inputs& inputs, const ProgrammePlan& plan) {
  Date last = std::max(Date::Of(inputs.purchases.baskets.back().at), plan.activities.back().day());
  return std::max(last, plan.programmes.front().expires_on).PlusDays(2);
}

}  // namespace

Parsed<Scenario> MakeScenario(const ScenarioOptions& options) {
  auto inputs = ReadInputs(options);
  if (!inputs) return inputs.error();
  std::vector<Basket>& baskets = inputs->purchases.baskets;
  const Date first_day = FirstEventDay(inputs->events.events);
  ShiftTo(first_day.PlusDays(1), baskets);
  int64_t spending = 0;
  int64_t largest = 0;
  for (const Basket& basket : baskets) {
    if (basket.cents > kSpendingMax - spending)
      return FormatError{"purchases: the sum is too large"};
    spending += basket.cents;
    largest = std::max(largest, basket.cents);
  }
  const Residents residents =
      ResidentsOf(inputs->purchases, baskets.size() == inputs->baskets_in_file);
  const TownLimits limits{CurrencyCode{std::string(kCurrency)}, std::max(kPaymentMax, largest),
                          kOpenCodeMax};
  const ProgrammePlan plan =
      PlanProgrammes(inputs->events.events, {limits.currency, Date::Of(baskets.back().at),
                                             residents.households.size(), spending, options.seed});

  const Timestamp founded{first_day.PlusDays(-kFoundedDaysBefore).Start().ms + kFoundedAt};
  const Term term{Date::Of(founded), LastDay(*inputs, plan).PlusMonths(12 * kPostYears)};
  PlanWriter writer(founded);
  SetUpOffices(writer, term);
  SetUpTown(writer, residents, plan, limits);
  Scenario scenario;
  scenario.files["plan/setup.ndjson"] = writer.TakeLines();
  Town town(plan, residents, baskets, limits, options.seed, writer);
  TownLines lines = town.Play();
  scenario.files["plan/town-1.ndjson"] = std::move(lines.before);
  scenario.files["plan/town-2.ndjson"] = std::move(lines.after);
  scenario.expected = ExpectedJson(writer, town.totals(), residents, plan);
  scenario.input = InputJson(*inputs);
  scenario.files["plan/keys.txt"] = KeysText(residents);
  scenario.files["plan/genesis.json"] = Pretty(GenesisJson(founded, term.until));
  scenario.files["plan/expected.json"] = Pretty(scenario.expected);
  scenario.files["plan/input.json"] = Pretty(scenario.input);
  scenario.files["activities-directory.csv"] = DirectoryCsv(plan);
  return scenario;
}

}  // namespace enishi
