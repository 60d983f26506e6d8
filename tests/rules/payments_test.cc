#include <gtest/gtest.h>

#include "tests/rules/town.h"

namespace enishi::testing {
namespace {

class Payments : public ::testing::Test {
 protected:
  Payments() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hana");
    town_.OpenShop("bakery");
  }

  PaymentPay Pay(int64_t amount) {
    return {town_.Account("bakery"), Town::Currency(), Town::Points(amount), std::nullopt};
  }

  Town town_;
};

TEST_F(Payments, MoveLotsFromPayerToShop) {
  town_.Charge("hana", 1'000);
  town_.Do("hana", Pay(380));
  EXPECT_EQ(town_.Available("hana"), 620);
  EXPECT_EQ(town_.Held("bakery"), 380);
  EXPECT_EQ(town_.Held("issued"), -1'000);
}

TEST_F(Payments, SpendBonusThatExpiresBeforePaidValueThatDoesNot) {
  town_.Charge("hana", 1'000);
  town_.Announce("drill", 300);
  town_.Do("coordinator", ParticipationRecord{Town::Name("drill"), town_.Account("hana")});
  const Outcome outcome = town_.Do("hana", Pay(400));
  ASSERT_EQ(outcome.postings.size(), 4U);
  EXPECT_EQ(outcome.postings[0].amount, -300);
  EXPECT_EQ(outcome.postings[0].expires_on, Town::Day("2026-09-30"));
  EXPECT_EQ(outcome.postings[2].amount, -100);
  EXPECT_EQ(outcome.postings[2].expires_on, kNever);
}

TEST_F(Payments, RefuseMoreThanThereIsAndChangeNothing) {
  town_.Charge("hana", 100);
  EXPECT_EQ(town_.Refusal("hana", Pay(101)), Reason::kInsufficientFunds);
  EXPECT_EQ(town_.Available("hana"), 100);
  EXPECT_EQ(town_.Held("bakery"), 0);
}

TEST_F(Payments, AreTakenWithThePayersCodeOnce) {
  town_.Charge("hana", 1'000);
  const SignedPaymentCode code = town_.Code("hana", 500);
  town_.Do("bakery", PaymentCapture{code, Town::Points(200), std::nullopt});
  EXPECT_EQ(town_.Refusal("bakery", PaymentCapture{code, Town::Points(200), std::nullopt}),
            Reason::kCodeUsed);
  EXPECT_EQ(town_.Held("bakery"), 200);
}

}  // namespace
}  // namespace enishi::testing
