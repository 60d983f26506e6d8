#include "tests/demo/purchases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "tests/fixtures/shared_folder.h"

namespace enishi {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::ReadFile;
using testing::SharedFolder;

constexpr std::string_view kHeader =
    "household_id,store_id,basket_id,sales_value,transaction_timestamp\n";

PurchaseList MustRead(const std::string& rows) {
  auto list = ReadPurchases(std::string(kHeader) + rows);
  EXPECT_TRUE(list) << list.error().message;
  return *std::move(list);
}

TEST(Purchases, ReadsCentsExactly) {
  EXPECT_EQ(ReadCents("0"), 0);
  EXPECT_EQ(ReadCents("3"), 300);
  EXPECT_EQ(ReadCents("3.8"), 380);
  EXPECT_EQ(ReadCents("3.86"), 386);
  EXPECT_EQ(ReadCents("1.10"), 110);
  EXPECT_EQ(ReadCents("0.29"), 29);  // 28.999… in floating point
  EXPECT_EQ(ReadCents("1.1500"), 115);
  EXPECT_EQ(ReadCents("99999999.99"), 9'999'999'999);
  for (const char* text : {"", ".", ".5", "5.", "-1", "+1", "1e3", "1.234", "1,5", "1.2.3", " 1",
                           "100000000", "NaN"}) {
    EXPECT_EQ(ReadCents(text), std::nullopt) << text;
  }
}

TEST(Purchases, AddsTheLinesOfABasketAndUsesItsFirstLine) {
  const PurchaseList list = MustRead(
      "1,9,500,1.05,2026-01-02T03:04:05Z\n"
      "2,9,501,2,2026-01-02T03:04:04Z\n"
      "1,8,500,0.95,2026-01-05T00:00:00Z\n");
  ASSERT_EQ(list.baskets.size(), 2U);
  EXPECT_EQ(list.baskets[0].id, "501");
  EXPECT_EQ(list.baskets[1].id, "500");
  EXPECT_EQ(list.baskets[1].cents, 200);
  EXPECT_EQ(list.baskets[1].store, "9");
  EXPECT_EQ(FormatUtc(list.baskets[1].at), "2026-01-02T03:04:05.000Z");
  ASSERT_EQ(list.notes.size(), 1U);
  EXPECT_EQ(list.notes[0].line, 4U);
}

TEST(Purchases, AreOrderedByTimeThenByNumber) {
  const PurchaseList list = MustRead(
      "1,1,100,1,2026-01-02T00:00:00Z\n1,1,20,1,2026-01-02T00:00:00Z\n"
      "1,1,x,1,2026-01-02T00:00:00Z\n1,1,3,1,2026-01-02 00:00:00\n1,1,7,1,2026-01-01T00:00:00Z\n");
  std::vector<std::string> ids;
  for (const Basket& basket : list.baskets) ids.push_back(basket.id);
  EXPECT_THAT(ids, ElementsAre("7", "3", "20", "100", "x"));
}

TEST(Purchases, CountsFreeBasketsAndReportsInvalidLines) {
  const PurchaseList list = MustRead(
      "1,1,1,0,2026-01-01T00:00:00Z\n1,1,1,0.00,2026-01-01T00:00:00Z\n"
      "1,1,2,0,2026-01-01T00:00:00Z\n1,1,2,1,2026-01-01T00:00:00Z\n"
      ",1,3,1,2026-01-01T00:00:00Z\n1,1,4,1.999,2026-01-01T00:00:00Z\n"
      "1,1,5,1,yesterday\n1,1,6,1,2999-01-01T00:00:00Z\n1,1,7\n");
  EXPECT_EQ(list.free_baskets.size(), 1U);
  EXPECT_EQ(list.lines, 9U);
  ASSERT_EQ(list.baskets.size(), 1U);
  EXPECT_EQ(list.baskets[0].cents, 100);
  std::vector<size_t> lines;
  for (const LineProblem& problem : list.problems) lines.push_back(problem.line);
  EXPECT_THAT(lines, ElementsAre(6, 7, 8, 9, 10));
}

TEST(Purchases, RefusesTimesAfterTheYear2199) {
  const PurchaseList list = MustRead(
      "1,1,1,1,2199-12-31T23:59:59.999Z\n1,1,2,1,2200-01-01T00:00:00Z\n"
      "1,1,3,1,2200-01-01T00:00:00.001Z\n");
  ASSERT_EQ(list.baskets.size(), 1U);
  EXPECT_EQ(list.baskets[0].id, "1");
  EXPECT_EQ(list.problems.size(), 2U);
}

// The same sums computed in another way: split at commas, remove the point, add integers.
TEST(Purchases, SharedYearAddsUpExactly) {
  ENISHI_NEEDS_SHARED("data/retail_baskets/transactions_sample.csv");
  const std::string bytes =
      ReadFile(SharedFolder() / "data" / "retail_baskets" / "transactions_sample.csv");
  std::map<std::string, int64_t> sums;
  std::istringstream in(bytes);
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream cells(line);
    std::string household, store, basket, product, quantity, value;
    for (std::string* cell : {&household, &store, &basket, &product, &quantity, &value}) {
      std::getline(cells, *cell, ',');
    }
    const size_t dot = value.find('.');
    std::string cents = value.substr(0, dot);
    std::string places = dot == std::string::npos ? "" : value.substr(dot + 1);
    places.resize(2, '0');
    sums[basket] += std::stoll(cents + places);
  }
  const auto list = ReadPurchases(bytes);
  ASSERT_TRUE(list);
  EXPECT_THAT(list->problems, IsEmpty());
  EXPECT_THAT(list->notes, IsEmpty());
  EXPECT_EQ(list->lines, 75'000U);
  EXPECT_EQ(list->free_baskets.size(), 255U);
  EXPECT_EQ(list->baskets.size() + list->free_baskets.size(), sums.size());
  int64_t total = 0;
  for (size_t i = 0; i < list->baskets.size(); ++i) {
    const Basket& basket = list->baskets[i];
    ASSERT_EQ(basket.cents, sums.at(basket.id)) << basket.id;
    total += basket.cents;
    ASSERT_LE(list->baskets[i > 0 ? i - 1 : 0].at, basket.at);
  }
  EXPECT_EQ(total, 23'393'524);
}

}  // namespace
}  // namespace enishi
