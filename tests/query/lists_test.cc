#include <gtest/gtest.h>

#include "ledger/query/activities.h"
#include "ledger/query/currencies.h"
#include "ledger/query/directory.h"
#include "ledger/query/ledger.h"
#include "ledger/query/posts.h"
#include "ledger/query/programmes.h"
#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

class Lists : public ::testing::Test {
 protected:
  Lists() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hana");
    town_.OpenParticipant("taro");
    town_.OpenShop("bakery");
    town_.OpenShop("tofu");
  }

  // Hana takes part in an activity that awards 300 points.
  void HoldDrill() {
    town_.Announce("drill", 300);
    town_.Do("coordinator", ParticipationRecord{Town::Name("drill"), town_.Account("hana")});
  }

  Town town_;
};

TEST_F(Lists, LedgerSettingsComeWithTheGenesis) {
  EXPECT_FALSE(FindLedgerSettings(Town().state()).has_value());
  const auto settings = FindLedgerSettings(town_.state());
  ASSERT_TRUE(settings.has_value());
  EXPECT_EQ(settings->quorum, 2U);
  EXPECT_EQ(settings->rules, kRulesVersion);
}

TEST_F(Lists, CurrencyTotalsFollowThePointsThroughTheirLives) {
  town_.Charge("hana", 1000);
  HoldDrill();
  const auto before = FindCurrency(town_.state(), Town::Currency());
  ASSERT_TRUE(before.has_value());
  EXPECT_EQ(before->totals.issued.value(), 1300);
  EXPECT_EQ(before->totals.Outstanding().value(), 1300);
  town_.AdvanceTo(Town::Day("2026-10-01").End());
  town_.Sweep();
  const auto after = ListCurrencies(town_.state());
  ASSERT_EQ(after.elements.size(), 1U);
  EXPECT_FALSE(after.truncated);
  EXPECT_EQ(after.elements[0].currency, Town::Currency());
  EXPECT_EQ(after.elements[0].totals.issued.value(), 1300);
  EXPECT_EQ(after.elements[0].totals.expired.value(), 300);
  EXPECT_EQ(after.elements[0].totals.Outstanding().value(), 1000);
  EXPECT_FALSE(FindCurrency(town_.state(), CurrencyCode{"NONE"}).has_value());
}

TEST_F(Lists, ProgrammesShowTheBudgetThatIsUsed) {
  EXPECT_EQ(ListProgrammes(town_.state()).elements.at(0).used, Amount());
  HoldDrill();
  const auto programmes = ListProgrammes(town_.state());
  ASSERT_EQ(programmes.elements.size(), 1U);
  EXPECT_EQ(programmes.elements[0].programme, Town::Name(Town::kProgramme));
  EXPECT_EQ(programmes.elements[0].used, Town::Points(300));
}

TEST_F(Lists, AreTruncatedOnlyBeyondTheirLimit) {
  const size_t count = ListPosts(town_.state()).elements.size();
  ASSERT_GT(count, 1U);
  EXPECT_FALSE(ListPosts(town_.state(), count).truncated);
  const auto cut = ListPosts(town_.state(), count - 1);
  EXPECT_TRUE(cut.truncated);
  EXPECT_EQ(cut.elements.size(), count - 1);
}

TEST_F(Lists, PostsShowTheirHolders) {
  size_t holders = 0;
  bool auditor = false;
  for (const PostSummary& post : ListPosts(town_.state()).elements) {
    for (const PostHolder& holder : post.holders) {
      ++holders;
      if (holder.account != town_.Account("auditor")) continue;
      auditor = true;
      EXPECT_EQ(post.row.roles, std::vector<Role>{Role::kAuditor});
    }
  }
  EXPECT_TRUE(auditor);
  EXPECT_GE(holders, 6U);
}

TEST_F(Lists, ActivitiesCountTheirParticipants) {
  EXPECT_FALSE(FindActivity(town_.state(), Town::Name("drill")).has_value());
  town_.Announce("drill", 300);
  EXPECT_EQ(FindActivity(town_.state(), Town::Name("drill"))->participants, 0U);
  town_.Do("coordinator", ParticipationRecord{Town::Name("drill"), town_.Account("hana")});
  const auto drill = FindActivity(town_.state(), Town::Name("drill"));
  EXPECT_EQ(drill->participants, 1U);
  EXPECT_EQ(drill->row.organiser, town_.Account("coordinator"));
}

TEST_F(Lists, DirectoryHoldsShopsAndActivitiesInOrder) {
  HoldDrill();
  town_.Announce("cleanup", 0);
  const Directory directory = ScanDirectory(town_.state());
  EXPECT_EQ(directory.participants, 2U);
  EXPECT_EQ(directory.shops.size(), 2U);
  EXPECT_LT(directory.shops[0].bytes(), directory.shops[1].bytes());
  // By length, then by letters, as the table sorts.
  EXPECT_EQ(directory.activities, (std::vector{Town::Name("drill"), Town::Name("cleanup")}));
}

}  // namespace
}  // namespace enishi::testing
