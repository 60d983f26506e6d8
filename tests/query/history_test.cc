#include "ledger/query/history.h"

#include <gtest/gtest.h>

#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

class HistorySteps : public ::testing::Test {
 protected:
  HistorySteps() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hana");
    town_.OpenShop("bakery");
    town_.Charge("hana", 1000);
    hana_ = town_.Account("hana");
    bakery_ = town_.Account("bakery");
  }

  // An accepted payment, and the links that the log stores with it.
  DecodedEntry Pay(int64_t amount, std::optional<Reference> reference = std::nullopt) {
    links_ = {LatestPosted(town_.state(), hana_), LatestPosted(town_.state(), bakery_)};
    const Instruction payment =
        town_.Make("hana", PaymentPay{bakery_, Town::Currency(), Town::Points(amount), reference});
    auto outcome = town_.Submit(payment);
    EXPECT_TRUE(outcome.has_value());
    index_ = town_.leaves().size() - 1;
    return {town_.now(), payment, *std::move(outcome)};
  }

  Town town_;
  AccountId hana_;
  AccountId bakery_;
  Links links_;
  uint64_t index_ = 0;
};

TEST_F(HistorySteps, BeginAtTheLatestEntryThatPosted) {
  EXPECT_EQ(LatestPosted(town_.state(), bakery_), 0U);
  EXPECT_EQ(LatestPosted(town_.state(), hana_), town_.leaves().size());
}

TEST_F(HistorySteps, ShowAPaymentFromBothSides) {
  const DecodedEntry entry = Pay(300, Reference{"till-7"});
  const auto payer = HistoryStepAt(index_, entry, links_, hana_);
  const auto payee = HistoryStepAt(index_, entry, links_, bakery_);
  ASSERT_TRUE(payer && payee);
  EXPECT_EQ(payer->index, index_);
  EXPECT_EQ(payer->kind, "payment.pay");
  EXPECT_EQ(payer->amount.value(), -300);
  EXPECT_EQ(payer->counterparty, bakery_);
  EXPECT_EQ(payer->reference, Reference{"till-7"});
  EXPECT_EQ(payer->previous, index_);  // the charge just before
  EXPECT_EQ(payee->amount.value(), 300);
  EXPECT_EQ(payee->counterparty, hana_);
  EXPECT_EQ(payee->previous, 0U);
  ASSERT_EQ(payee->postings.size(), 1U);
  EXPECT_EQ(payee->postings[0].account, bakery_);
}

TEST_F(HistorySteps, AddUpOneCurrencyAtATime) {
  const DecodedEntry entry = Pay(300);
  const auto step = HistoryStepAt(index_, entry, links_, hana_);
  ASSERT_TRUE(step.has_value());
  std::vector<Posting> postings = step->postings;
  postings.push_back(postings.front());
  const auto changes = ChangesByCurrency(town_.state(), postings);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].currency.text, Town::kCurrency);
  EXPECT_EQ(changes[0].amount.value(), -600);
  postings.front().lot_class = 9'999;
  EXPECT_EQ(ChangesByCurrency(town_.state(), postings)[0].amount.value(), -300)
      << "an unknown lot class belongs to no currency";
}

TEST_F(HistorySteps, AreNoneForAnAccountWithoutPostings) {
  const DecodedEntry entry = Pay(300);
  EXPECT_FALSE(HistoryStepAt(index_, entry, links_, town_.Account("cashier")).has_value());
}

TEST_F(HistorySteps, RefuseALinkThatDoesNotLeadBack) {
  const DecodedEntry entry = Pay(300);
  links_[0] = index_ + 1;
  EXPECT_FALSE(HistoryStepAt(index_, entry, links_, hana_).has_value());
  EXPECT_FALSE(HistoryStepAt(index_, entry, {}, hana_).has_value());
}

TEST_F(HistorySteps, NameNoCounterpartyIfThereAreSeveral) {
  DecodedEntry entry = Pay(300);
  Posting third = entry.outcome.postings.back();
  third.account = town_.Account("cashier");
  entry.outcome.postings.push_back(third);
  const auto step = HistoryStepAt(index_, entry, links_, hana_);
  ASSERT_TRUE(step.has_value());
  EXPECT_EQ(step->counterparty, std::nullopt);
}

}  // namespace
}  // namespace enishi::testing
