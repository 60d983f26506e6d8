#include "tests/demo/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "ledger/instruction/kinds.h"
#include "tests/demo/events.h"
#include "tests/demo/purchases.h"
#include "tests/fixtures/shared_folder.h"

namespace enishi {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Key;
using testing::ReadFile;
using testing::SharedFolder;

std::filesystem::path OwnFolder() {
  return std::filesystem::path(ENISHI_SOURCE_DIR) / "scripts" / "town";
}

std::string OwnEvents() { return ReadFile(OwnFolder() / "events.csv"); }
std::string OwnPurchases() { return ReadFile(OwnFolder() / "purchases.csv"); }

Scenario MustMake(const ScenarioOptions& options) {
  auto scenario = MakeScenario(options);
  EXPECT_TRUE(scenario) << scenario.error().message;
  return *std::move(scenario);
}

std::vector<Json> Lines(const std::string& text) {
  std::vector<Json> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    auto json = ParseJson(line);
    EXPECT_TRUE(json) << line;
    lines.push_back(*std::move(json));
  }
  return lines;
}

int64_t Total(const Scenario& scenario, std::string_view name) {
  return IntegerOf(*Find(scenario.expected, "totals"), name, -1);
}

// Reads the lines of a plan and keeps its own accounts: what each household received minus what it
// paid. It ignores expiry, so a balance may be too high but never too low.
struct Books {
  std::map<std::string, int64_t> balance;
  std::map<std::string, int64_t> award_of;  // by activity
  std::vector<int64_t> paid;                // payments in order
  std::map<std::string, int64_t> refused;
  std::set<std::pair<std::string, std::string>> took_part;
  int64_t accepted = 0;
  int64_t issued = 0;
  int64_t now = 0;

  void Issue(const std::string& household, int64_t amount) {
    balance[household] += amount;
    issued += amount;
  }

  void Pay(const std::string& household, int64_t amount) {
    ASSERT_GE(balance[household], amount) << household;
    balance[household] -= amount;
    paid.push_back(amount);
  }

  void Attend(const std::string& household, const std::string& activity) {
    ASSERT_TRUE(award_of.contains(activity)) << activity << " was never announced";
    ASSERT_TRUE(took_part.emplace(household, activity).second) << household << " at " << activity;
    Issue(household, award_of[activity]);
  }

  void Play(const Json& line) {
    const std::string kind = TextOf(line, "kind");
    ASSERT_TRUE(EmptyPayload(kind).has_value()) << kind;
    ASSERT_EQ(IntegerOf(line, "at"), now) << "a line is signed at the ledger's time";
    if (Find(line, "expect") != nullptr) {
      ++refused[TextOf(line, "expect")];
      return;
    }
    ++accepted;
    const Json& fields = *Find(line, "fields");
    const Json* code = Find(fields, "code");
    if (kind == "clock.advance") {
      ASSERT_GT(IntegerOf(fields, "to"), now);
      now = IntegerOf(fields, "to");
    } else if (kind == "activity.create") {
      ASSERT_GT(IntegerOf(fields, "starts_at"), now) << "announced before it begins";
      award_of[TextOf(fields, "activity")] = IntegerOf(fields, "award");
    } else if (kind == "participation.record") {
      Attend(TextOf(fields, "participant").substr(1), TextOf(fields, "activity"));
    } else if (kind == "participation.claim") {
      Attend(TextOf(line, "as"), TextOf(*code, "attendance"));
    } else if (kind == "charge") {
      ASSERT_EQ(IntegerOf(fields, "amount") % 1000, 0);
      Issue(TextOf(fields, "participant").substr(1), IntegerOf(fields, "amount"));
    } else if (kind == "payment.pay") {
      Pay(TextOf(line, "as"), IntegerOf(fields, "amount"));
    } else if (kind == "payment.capture") {
      ASSERT_LE(IntegerOf(fields, "amount"), IntegerOf(*code, "max_amount"));
      Pay(TextOf(*code, "from"), IntegerOf(fields, "amount"));
    }
  }
};

Books Play(const Scenario& scenario) {
  Books books;
  const auto genesis = ParseJson(scenario.files.at("plan/genesis.json"));
  books.now = IntegerOf(*genesis, "at");
  for (const char* file : {"plan/setup.ndjson", "plan/town-1.ndjson", "plan/town-2.ndjson"}) {
    for (const Json& line : Lines(scenario.files.at(file))) {
      books.Play(line);
      if (::testing::Test::HasFatalFailure()) return books;
    }
  }
  return books;
}

void ExpectPlanAddsUp(const Scenario& scenario) {
  const Books books = Play(scenario);
  ASSERT_FALSE(::testing::Test::HasFatalFailure());
  int64_t paid = 0;
  for (const int64_t amount : books.paid) paid += amount;
  int64_t refused = 0;
  for (const auto& [reason, count] : books.refused) {
    refused += count;
    EXPECT_EQ(IntegerOf(*Find(scenario.expected, "refused_reasons"), reason), count) << reason;
  }
  EXPECT_EQ(IntegerOf(scenario.expected, "accepted"), books.accepted);
  EXPECT_EQ(IntegerOf(scenario.expected, "refused"), refused);
  EXPECT_EQ(IntegerOf(scenario.expected, "payments"), static_cast<int64_t>(books.paid.size()));
  EXPECT_EQ(IntegerOf(scenario.expected, "paid"), paid);
  EXPECT_EQ(Total(scenario, "issued"), books.issued);
  EXPECT_EQ(Total(scenario, "issued"), Total(scenario, "outstanding") + Total(scenario, "expired") +
                                           Total(scenario, "redeemed") +
                                           Total(scenario, "clearing") +
                                           Total(scenario, "withdrawn"));
  EXPECT_EQ(Total(scenario, "outstanding"),
            IntegerOf(scenario.expected, "paid") + IntegerOf(scenario.expected, "unspent"));
  EXPECT_GE(IntegerOf(scenario.expected, "unspent"), 0);
  EXPECT_GE(Total(scenario, "expired"), 0);
}

TEST(Scenarios, BuiltInListsMakeATownThatAddsUp) {
  const std::string events = OwnEvents();
  const std::string purchases = OwnPurchases();
  const Scenario scenario = MustMake({events, purchases, std::nullopt, 1});
  ExpectPlanAddsUp(scenario);
  const Json* skipped = Find(*Find(scenario.input, "events"), "skipped");
  EXPECT_EQ(AsArray(*skipped)->size(), 2U);
  EXPECT_EQ(IntegerOf(scenario.expected, "activities"), 12);
  EXPECT_GT(Total(scenario, "expired"), 0);
  EXPECT_GT(IntegerOf(scenario.expected, "payments_with_bonus") * 2,
            IntegerOf(scenario.expected, "payments"))
      << "most payments must spend bonus";
}

TEST(Scenarios, BuiltInListsShowEveryKindOfRefusal) {
  const std::string events = OwnEvents();
  const std::string purchases = OwnPurchases();
  const Books books = Play(MustMake({events, purchases, std::nullopt, 1}));
  EXPECT_THAT(books.refused,
              AllOf(Contains(Key("insufficient_funds")), Contains(Key("lots_expired")),
                    Contains(Key("cap_reached")), Contains(Key("code_used")),
                    Contains(Key("signature_invalid")), Contains(Key("code_signature_invalid")),
                    Contains(Key("code_expired")), Contains(Key("payment_too_large")),
                    Contains(Key("already_participated"))));
}

TEST(Scenarios, SameArgumentsGiveTheSameBytes) {
  const std::string events = OwnEvents();
  const std::string purchases = OwnPurchases();
  const Scenario first = MustMake({events, purchases, std::nullopt, 1});
  EXPECT_EQ(first.files, MustMake({events, purchases, std::nullopt, 1}).files);
  EXPECT_NE(first.files, MustMake({events, purchases, std::nullopt, 2}).files);
}

TEST(Scenarios, EachBasketIsOnePaymentOfItsExactSum) {
  const std::string events = OwnEvents();
  const std::string purchases = OwnPurchases();
  const auto list = ReadPurchases(purchases);
  ASSERT_TRUE(list);
  std::vector<int64_t> sums;
  for (const Basket& basket : list->baskets) sums.push_back(basket.cents);
  EXPECT_EQ(Play(MustMake({events, purchases, std::nullopt, 1})).paid, sums);
  sums.resize(7);
  EXPECT_EQ(Play(MustMake({events, purchases, 7, 1})).paid, sums);
}

TEST(Scenarios, FirstBasketIsOnTheDayAfterTheFirstEvent) {
  const Scenario scenario =
      MustMake({"event_name,start_date\nlater,2026-09-01\nfirst,2026-06-01\n",
                "household_id,store_id,basket_id,sales_value,transaction_timestamp\n"
                // 01:00 on the 4th and on the 6th in Tokyo.
                "1,1,1,5,2017-02-03T16:00:00Z\n1,1,2,5,2017-02-05T16:00:00Z\n",
                std::nullopt, 1});
  std::vector<std::string> days;
  for (const Json& line : Lines(scenario.files.at("plan/town-1.ndjson"))) {
    if (TextOf(*Find(line, "fields"), "reference").empty()) continue;
    days.push_back(Date::Of({static_cast<uint64_t>(IntegerOf(line, "at"))}).ToString());
  }
  EXPECT_THAT(days, ::testing::ElementsAre("2026-06-02", "2026-06-04"));
}

TEST(Scenarios, BasketsArePaidInTheirHour) {
  const Scenario scenario =
      MustMake({"event_name,start_date\nfirst,2026-06-01\n",
                "household_id,store_id,basket_id,sales_value,transaction_timestamp\n"
                // 00:00, 14:37 and 23:59 on the 4th in Tokyo.
                "1,1,1,5,2017-02-03T15:00:00Z\n1,1,2,5,2017-02-04T05:37:00Z\n"
                "1,1,3,5,2017-02-04T14:59:00Z\n",
                std::nullopt, 1});
  constexpr uint64_t kTokyoMs = 9 * kHourMs;
  std::vector<uint64_t> hours;
  for (const Json& line : Lines(scenario.files.at("plan/town-1.ndjson"))) {
    if (TextOf(*Find(line, "fields"), "reference").empty()) continue;
    hours.push_back((static_cast<uint64_t>(IntegerOf(line, "at")) + kTokyoMs) % kDayMs / kHourMs);
  }
  EXPECT_THAT(hours, ::testing::ElementsAre(0U, 14U, 23U));
}

TEST(Scenarios, TextsOfTheListsAreNotInThePlan) {
  const std::string events = OwnEvents();
  const std::string purchases = OwnPurchases();
  const Scenario scenario = MustMake({events, purchases, std::nullopt, 1});
  const auto list = ReadEvents(events);
  ASSERT_TRUE(list);
  for (const char* file :
       {"plan/setup.ndjson", "plan/town-1.ndjson", "plan/town-2.ndjson", "plan/keys.txt"}) {
    const std::string& text = scenario.files.at(file);
    for (const Event& event : list->events) {
      EXPECT_EQ(text.find(event.title), std::string::npos) << event.title;
      EXPECT_EQ(text.find(event.place), std::string::npos) << event.place;
    }
    EXPECT_EQ(text.find("見本"), std::string::npos);
    EXPECT_EQ(text.find("000-0000"), std::string::npos);
    for (const char c : text) ASSERT_LT(static_cast<unsigned char>(c), 0x80);
  }
  const std::string& directory = scenario.files.at("activities-directory.csv");
  EXPECT_EQ(directory.find("見本"), std::string::npos)
      << "the local directory must not have it either";
  EXPECT_NE(directory.find("海岸清掃"), std::string::npos);
}

TEST(Scenarios, OneEventAndOneBasketSuffice) {
  ExpectPlanAddsUp(MustMake({"event_name,start_date\nx,2026-03-31\n",
                             "household_id,store_id,basket_id,sales_value,transaction_timestamp\n"
                             "1,1,1,0.01,2017-02-03T16:00:00Z\n",
                             std::nullopt, 1}));
}

TEST(Scenarios, EmptyListsAreRefused) {
  const std::string events = OwnEvents();
  const std::string purchases = OwnPurchases();
  EXPECT_FALSE(MakeScenario({"event_name,start_date\n,\n", purchases, std::nullopt, 1}));
  EXPECT_FALSE(MakeScenario({events, purchases, 0, 1}));
  EXPECT_FALSE(MakeScenario({events, "", std::nullopt, 1}));
}

TEST(Scenarios, SharedYearAddsUp) {
  ENISHI_NEEDS_SHARED("data/retail_baskets/transactions_sample.csv");
  const std::string purchases =
      ReadFile(SharedFolder() / "data" / "retail_baskets" / "transactions_sample.csv");
  const std::string events = OwnEvents();
  const Scenario scenario = MustMake({events, purchases, std::nullopt, 1});
  ExpectPlanAddsUp(scenario);
  EXPECT_EQ(IntegerOf(scenario.expected, "payments"), 46'988);
  EXPECT_EQ(IntegerOf(scenario.expected, "paid"), 23'393'524);
  EXPECT_EQ(IntegerOf(scenario.expected, "households"), 2'377);
  EXPECT_EQ(IntegerOf(scenario.expected, "stores"), 293);
  EXPECT_GT(IntegerOf(scenario.expected, "payments_with_bonus") * 2, 46'988);
}

TEST(Scenarios, SharedEventsMakeATownThatAddsUp) {
  ENISHI_NEEDS_SHARED("data/takamatsu_events/events_sample.csv");
  const auto data = SharedFolder() / "data";
  const std::string purchases = ReadFile(data / "retail_baskets" / "transactions_sample.csv");
  for (const char* name : {"events_sample.csv", "events_sample_ja.csv", "fixture_output.csv"}) {
    const std::string events = ReadFile(data / "takamatsu_events" / name);
    const Scenario scenario = MustMake({events, purchases, 500, 1});
    ExpectPlanAddsUp(scenario);
    EXPECT_EQ(IntegerOf(scenario.expected, "payments"), 500) << name;
    EXPECT_GT(Total(scenario, "expired"), 0) << name;
  }
}

}  // namespace
}  // namespace enishi
