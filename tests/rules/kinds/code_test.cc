#include <gtest/gtest.h>

#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

class PaymentCodes : public ::testing::Test {
 protected:
  PaymentCodes() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hana");
    town_.OpenShop("bakery");
    town_.OpenShop("florist");
    town_.Charge("hana", 20'000);
  }

  std::optional<Reason> Capture(const SignedPaymentCode& code, int64_t amount,
                                const char* shop = "bakery") {
    return town_.Refusal(shop, PaymentCapture{code, Town::Points(amount), {}});
  }
  SignedPaymentCode Resign(PaymentCode code, const char* label) {
    return *DecodePaymentCode(EncodePaymentCode(code, town_.Key(label)));
  }

  Town town_;
};

TEST_F(PaymentCodes, AreTakenOnceWhateverTheAmount) {
  const SignedPaymentCode code = town_.Code("hana", 500);
  EXPECT_EQ(Capture(code, 200), std::nullopt);
  EXPECT_EQ(Capture(code, 200), Reason::kCodeUsed);
  EXPECT_EQ(Capture(code, 300, "florist"), Reason::kCodeUsed);
  EXPECT_EQ(town_.Held("bakery"), 200);
  EXPECT_EQ(town_.Available("hana"), 19'800);
}

// Half of all nonces are above the largest integer that JSON can say.
TEST_F(PaymentCodes, AreShownAsBytesWhateverTheNonce) {
  PaymentCode code = town_.Code("hana", 500).code;
  code.nonce = {0xff, 0xfe, 0xfd, 0xfc, 0xfb, 0xfa, 0xf9, 0xf8};
  const Outcome outcome =
      town_.Do("bakery", PaymentCapture{Resign(code, "hana"), Town::Points(1), {}});
  EXPECT_NE(Dump(OutcomeJson(outcome)).find(R"("nonce":"fffefdfcfbfaf9f8")"), std::string::npos);
  EXPECT_EQ(Capture(Resign(code, "hana"), 1), Reason::kCodeUsed);
}

TEST_F(PaymentCodes, AreNotUsedUpByARefusal) {
  const SignedPaymentCode code = town_.Code("hana", 500);
  EXPECT_EQ(Capture(code, 501), Reason::kCodeAmountExceeded);
  EXPECT_EQ(Capture(code, 0), Reason::kAmountZero);
  EXPECT_EQ(Capture(code, 500), std::nullopt);
}

TEST_F(PaymentCodes, AreNotUsedUpByALackOfPoints) {
  town_.OpenParticipant("taro");
  const SignedPaymentCode code = town_.Code("taro", 500);
  EXPECT_EQ(Capture(code, 500), Reason::kInsufficientFunds);
  town_.Charge("taro", 500);
  EXPECT_EQ(Capture(code, 500), std::nullopt);
}

TEST_F(PaymentCodes, WithoutAPayeeLastAMinute) {
  const SignedPaymentCode long_lived = town_.Code("hana", 1, {}, kMinuteMs + 1);
  EXPECT_EQ(Capture(long_lived, 1), Reason::kCodeLifetimeTooLong);
  EXPECT_EQ(Capture(town_.Code("hana", 1, {}, kMinuteMs), 1), std::nullopt);
}

TEST_F(PaymentCodes, WithAPayeeLastADay) {
  EXPECT_EQ(Capture(town_.Code("hana", 1, "bakery", kDayMs + 1), 1), Reason::kCodeLifetimeTooLong);
  EXPECT_EQ(Capture(town_.Code("hana", 1, "bakery", kDayMs), 1), std::nullopt);
}

TEST_F(PaymentCodes, CountToTheirLastInstantIncluded) {
  const SignedPaymentCode first = town_.Code("hana", 1);
  const SignedPaymentCode second = town_.Code("hana", 1);
  town_.AdvanceTo(first.code.valid_until);
  EXPECT_EQ(Capture(first, 1), std::nullopt);
  town_.AdvanceTo({first.code.valid_until.ms + 1});
  EXPECT_EQ(Capture(second, 1), Reason::kCodeExpired);
}

TEST_F(PaymentCodes, AboveTheOpenLimitNameTheirPayee) {
  EXPECT_EQ(Capture(town_.Code("hana", 5'001), 1), Reason::kCodePayeeRequired);
  EXPECT_EQ(Capture(town_.Code("hana", 5'000), 1), std::nullopt);
}

TEST_F(PaymentCodes, AboveTheOpenLimitFixTheAmount) {
  const SignedPaymentCode code = town_.Code("hana", 5'001, "bakery");
  EXPECT_EQ(Capture(code, 5'000), Reason::kCodeAmountExceeded);
  EXPECT_EQ(Capture(code, 5'002), Reason::kCodeAmountExceeded);
  EXPECT_EQ(Capture(code, 5'001), std::nullopt);
}

TEST_F(PaymentCodes, UpToTheOpenLimitLeaveTheAmountOpenEvenWithAPayee) {
  EXPECT_EQ(Capture(town_.Code("hana", 5'000, "bakery"), 1), std::nullopt);
}

TEST_F(PaymentCodes, AreForTheirPayeeOnly) {
  const SignedPaymentCode code = town_.Code("hana", 100, "florist");
  EXPECT_EQ(Capture(code, 1), Reason::kCodePayeeWrong);
  EXPECT_EQ(Capture(code, 1, "florist"), std::nullopt);
}

TEST_F(PaymentCodes, CanBeCancelledByThePayerUntilTheyAreTaken) {
  const SignedPaymentCode code = town_.Code("hana", 100);
  town_.OpenParticipant("taro");
  EXPECT_EQ(town_.Refusal("taro", CodeCancel{code}), Reason::kCodeWrong);
  EXPECT_EQ(town_.Refusal("hana", CodeCancel{code}), std::nullopt);
  EXPECT_EQ(Capture(code, 1), Reason::kCodeUsed);
  const SignedPaymentCode taken = town_.Code("hana", 100);
  ASSERT_EQ(Capture(taken, 1), std::nullopt);
  EXPECT_EQ(town_.Refusal("hana", CodeCancel{taken}), Reason::kCodeUsed);
}

// An audit forgets a used code when it has ended, so the rules must not remember it for longer.
TEST_F(PaymentCodes, GiveTheirNonceFreeWhenTheyHaveEnded) {
  const SignedPaymentCode first = town_.Code("hana", 100);
  ASSERT_EQ(Capture(first, 1), std::nullopt);
  PaymentCode again = first.code;
  again.valid_until.ms += kMinuteMs;
  town_.AdvanceTo(first.code.valid_until);
  EXPECT_EQ(Capture(Resign(again, "hana"), 1), Reason::kCodeUsed);
  EXPECT_EQ(town_.Refusal("hana", CodeCancel{Resign(again, "hana")}), Reason::kCodeUsed);
  town_.AdvanceTo({first.code.valid_until.ms + 1});
  EXPECT_EQ(Capture(Resign(again, "hana"), 1), std::nullopt);
  EXPECT_EQ(Capture(Resign(again, "hana"), 1), Reason::kCodeUsed);
  town_.AdvanceTo({again.valid_until.ms + 1});
  again.valid_until.ms += kMinuteMs;
  EXPECT_EQ(town_.Refusal("hana", CodeCancel{Resign(again, "hana")}), std::nullopt);
  EXPECT_EQ(Capture(Resign(again, "hana"), 1), Reason::kCodeUsed);
}

TEST_F(PaymentCodes, AreSignedByAKeyOfThePayer) {
  const PaymentCode code = town_.Code("hana", 100).code;
  town_.OpenParticipant("taro");
  EXPECT_EQ(Capture(Resign(code, "taro"), 1), Reason::kCodeWrong);
  EXPECT_EQ(Capture(Resign(code, "bakery"), 1), Reason::kCodeWrong);
  EXPECT_EQ(Capture(Resign(code, "stranger"), 1), Reason::kCodeWrong);
  EXPECT_EQ(Capture(Resign(code, "hana"), 1), std::nullopt);
}

TEST_F(PaymentCodes, KeepToTheLimitsOfTheKeyBehindThem) {
  const auto key = [&](const char* label) { return town_.Key(label).public_key(); };
  town_.Do("hana", KeyAdd{key("watch"), {}, {}, Town::Points(50), {}});
  town_.Do("hana", KeyAdd{key("pen"), {}, {{Reference{"code.cancel"}}}, {}, {}});
  const PaymentCode code = town_.Code("hana", 100).code;
  EXPECT_EQ(Capture(Resign(code, "pen"), 1), Reason::kCodeWrong);
  EXPECT_EQ(Capture(Resign(code, "watch"), 51), Reason::kCodeWrong);
  EXPECT_EQ(Capture(Resign(code, "watch"), 50), std::nullopt);
  const PaymentCode later = town_.Code("hana", 100).code;
  town_.Do("hana", KeyRevoke{key("watch")});
  EXPECT_EQ(Capture(Resign(later, "watch"), 1), Reason::kCodeWrong);
}

TEST_F(PaymentCodes, AreForOneLedger) {
  PaymentCode code = town_.Code("hana", 100).code;
  code.ledger[31] ^= 1;
  EXPECT_EQ(Capture(Resign(code, "hana"), 1), Reason::kCodeWrong);
  EXPECT_EQ(town_.Refusal("hana", CodeCancel{Resign(code, "hana")}), Reason::kCodeWrong);
}

// Whatever the payer has, has had or never had, a shop hears one and the same refusal.
TEST_F(PaymentCodes, TellTheShopNothingOfThePayersLots) {
  town_.OpenParticipant("poor");
  town_.OpenParticipant("late");
  town_.Announce("drill", 500);
  town_.Do("coordinator", ParticipationRecord{Town::Name("drill"), town_.Account("late")});
  town_.AdvanceTo(Town::Day("2026-09-30").End());
  const auto refusal = [&](const char* payer, int64_t amount) {
    return town_.Submit(
        town_.Make("bakery", PaymentCapture{town_.Code(payer, amount), Town::Points(amount), {}}));
  };
  const PaymentPay pay{town_.Account("bakery"), Town::Currency(), Town::Points(400), {}};
  ASSERT_EQ(town_.Refusal("late", pay), Reason::kLotsExpired);
  for (const bool swept : {false, true}) {
    for (const char* payer : {"poor", "late"}) {
      for (const int64_t amount : {1, 400, 600}) {
        const auto refused = refusal(payer, amount);
        ASSERT_FALSE(refused.has_value()) << payer;
        EXPECT_EQ(refused.error().reason, Reason::kInsufficientFunds) << payer << amount << swept;
        EXPECT_EQ(refused.error().pointer, "");
        EXPECT_EQ(refused.error().detail, "");
      }
    }
    if (!swept) town_.Sweep();
  }
}

TEST_F(PaymentCodes, NeedTheShopsSignatureToo) {
  const SignedPaymentCode code = town_.Code("hana", 100);
  Header header = town_.HeaderFor("bakery");
  const PaymentCapture capture{code, Town::Points(1), {}};
  const auto outcome = town_.Submit(Sign(header, capture, {&town_.Key("florist")}));
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().reason, Reason::kActorNotSigned);
  EXPECT_EQ(town_.Refusal("hana", capture), Reason::kAccountKindWrong);
}

}  // namespace
}  // namespace enishi::testing
