#include <gtest/gtest.h>

#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

class Accounts : public ::testing::Test {
 protected:
  Accounts() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hana");
    town_.OpenShop("bakery");
    town_.Charge("hana", 1'000);
  }

  PublicKey Key(const char* label) { return town_.Key(label).public_key(); }
  PaymentPay Pay(int64_t amount) {
    return {town_.Account("bakery"), Town::Currency(), Town::Points(amount), {}};
  }
  // Signed by another key than the account's first.
  std::optional<Reason> By(const std::string& key, const Payload& payload) {
    const auto outcome = town_.Submit(Sign(town_.HeaderFor("hana"), payload, {&town_.Key(key)}));
    if (outcome) return std::nullopt;
    return outcome.error().reason;
  }

  Town town_;
};

TEST_F(Accounts, OpenedByTheirHoldersAreNotEnrolledAndCanPayAndReceive) {
  town_.Do("taro", AccountOpen{Key("taro")});
  const auto account = Find<AccountRow>(town_.state(), {town_.Account("taro")});
  ASSERT_TRUE(account.has_value());
  EXPECT_FALSE(account->enrolled);
  EXPECT_EQ(account->opened_at, town_.now());
  town_.Charge("taro", 10);
  town_.Do("taro", Pay(10));
  EXPECT_EQ(town_.Refusal("taro", AccountOpen{Key("taro")}), Reason::kKeyInUse);
}

TEST_F(Accounts, AreOpenedForOthersByARegistrarOnly) {
  AccountOpen open{Key("taro"), AccountKind::kParticipant, Custody::kIssuer, true};
  EXPECT_EQ(town_.Refusal("hana", open), Reason::kAccountKindWrong);
  EXPECT_EQ(town_.Refusal("taro", open), Reason::kAccountKindWrong);
  town_.Do("registrar", open);
  EXPECT_TRUE(Find<AccountRow>(town_.state(), {town_.Account("taro")})->enrolled);
}

TEST_F(Accounts, ShowInWhoseCustodyEachKeyIs) {
  town_.Do("registrar", AccountOpen{Key("card"), AccountKind::kParticipant, Custody::kIssuer});
  town_.Do("bakery", KeyAdd{Key("till"), Custody::kIssuer, {}, {}, {}});
  EXPECT_EQ(Find<KeyRow>(town_.state(), {Key("card")})->custody, Custody::kIssuer);
  EXPECT_EQ(Find<KeyRow>(town_.state(), {Key("till")})->custody, Custody::kIssuer);
  EXPECT_EQ(Find<KeyRow>(town_.state(), {Key("hana")})->custody, Custody::kHolder);
}

TEST_F(Accounts, AreEnrolledOnce) {
  town_.Do("taro", AccountOpen{Key("taro")});
  town_.Do("registrar", AccountEnrol{town_.Account("taro")});
  EXPECT_EQ(town_.Refusal("registrar", AccountEnrol{town_.Account("taro")}),
            Reason::kAlreadyEnrolled);
}

TEST_F(Accounts, UseALimitedKeyUpToItsAmountIncluded) {
  town_.Do("hana", KeyAdd{Key("watch"), {}, {}, Town::Points(100), {}});
  EXPECT_EQ(By("watch", Pay(101)), Reason::kKeyAmountExceeded);
  EXPECT_EQ(By("watch", Pay(100)), std::nullopt);
}

TEST_F(Accounts, UseALimitedKeyForItsKindsOnly) {
  town_.Do("hana", KeyAdd{Key("watch"), {}, {{Reference{"payment.pay"}}}, {}, {}});
  EXPECT_EQ(By("watch", CodeCancel{town_.Code("hana", 1)}), Reason::kKeyKindNotAllowed);
  EXPECT_EQ(By("watch", Pay(1)), std::nullopt);
}

TEST_F(Accounts, UseAKeyToTheLastInstantOfItsLastDay) {
  town_.Do("hana", KeyAdd{Key("watch"), {}, {}, {}, Town::Day("2026-04-02")});
  town_.AdvanceTo({Town::Day("2026-04-02").End().ms - 1});
  EXPECT_EQ(By("watch", Pay(1)), std::nullopt);
  town_.AdvanceTo(Town::Day("2026-04-02").End());
  EXPECT_EQ(By("watch", Pay(1)), Reason::kKeyExpired);
}

TEST_F(Accounts, LetNoLimitedKeyChangeKeys) {
  const KeyAdd more{Key("more"), {}, {}, {}, {}};
  town_.Do("hana", KeyAdd{Key("small"), {}, {}, Town::Points(100), {}});
  town_.Do("hana", KeyAdd{Key("ending"), {}, {}, {}, Town::Day("2026-04-02")});
  town_.Do("hana", KeyAdd{Key("keys"), {}, {{Reference{"key.add"}}}, {}, {}});
  for (const char* key : {"small", "ending", "keys"}) {
    EXPECT_EQ(By(key, more), Reason::kKeyKindNotAllowed) << key;
    EXPECT_EQ(By(key, KeyRevoke{Key("small")}), Reason::kKeyKindNotAllowed) << key;
  }
}

TEST_F(Accounts, RefuseARevokedKeyFromThatEntryOn) {
  town_.Do("hana", KeyAdd{Key("watch"), {}, {}, {}, {}});
  EXPECT_EQ(By("watch", Pay(1)), std::nullopt);
  town_.Do("hana", KeyRevoke{Key("watch")});
  EXPECT_EQ(By("watch", Pay(1)), Reason::kKeyRevoked);
  EXPECT_EQ(town_.Refusal("hana", KeyRevoke{Key("watch")}), Reason::kKeyNotOnAccount);
  EXPECT_EQ(town_.Refusal("hana", KeyAdd{Key("watch"), {}, {}, {}, {}}), Reason::kKeyInUse);
}

TEST_F(Accounts, KeepOneKeyWithoutLimits) {
  town_.Do("hana", KeyAdd{Key("small"), {}, {}, Town::Points(1), {}});
  town_.Do("hana", KeyAdd{Key("ending"), {}, {}, {}, Town::Day("2026-04-02")});
  EXPECT_EQ(town_.Refusal("hana", KeyRevoke{Key("hana")}), Reason::kKeyLast);
  town_.Do("hana", KeyAdd{Key("second"), {}, {}, {}, {}});
  EXPECT_EQ(By("second", KeyRevoke{Key("hana")}), std::nullopt);
  EXPECT_EQ(By("second", Pay(1)), std::nullopt);
  EXPECT_EQ(By("second", KeyRevoke{Key("second")}), Reason::kKeyLast);
}

TEST_F(Accounts, TakeNoKeyOfTheLogTheServiceOrAnotherAccount) {
  for (const char* key : {"log", "service"}) {
    EXPECT_EQ(town_.Refusal("hana", KeyAdd{Key(key), {}, {}, {}, {}}), Reason::kKeyReserved);
    EXPECT_EQ(town_.Refusal("registrar", AccountOpen{Key(key)}), Reason::kKeyReserved);
  }
  EXPECT_EQ(town_.Refusal("hana", KeyAdd{Key("bakery"), {}, {}, {}, {}}), Reason::kKeyInUse);
  town_.Do("hana", KeyAdd{Key("watch"), {}, {}, {}, {}});
  EXPECT_EQ(town_.Refusal("watch", AccountOpen{Key("watch")}), Reason::kKeyInUse);
}

// Public keys are public: who only knows one must not be able to take it from its owner.
TEST_F(Accounts, TakeAKeyOnlyWithItsOwnSignature) {
  const KeyAdd add{Key("taro"), {}, {}, {}, {}};
  EXPECT_EQ(By("hana", add), Reason::kKeyNotSigned);
  const AccountOpen open{Key("taro")};
  const auto squat =
      town_.Submit(Sign(town_.HeaderFor("registrar"), open, {&town_.Key("registrar")}));
  ASSERT_FALSE(squat.has_value());
  EXPECT_EQ(squat.error().reason, Reason::kKeyNotSigned);
  EXPECT_EQ(squat.error().pointer, "/key");
  town_.Do("taro", open);
  // Of a key that is known the answer says no more.
  EXPECT_EQ(By("hana", add), Reason::kKeyNotSigned);
}

TEST_F(Accounts, TakeTheNewKeysSignatureForItsConsentAndNothingElse) {
  // In whatever order they sign, and whatever limits the key gets.
  const KeyAdd narrow{Key("watch"), {}, {{Reference{"payment.pay"}}}, Town::Points(1), {}};
  const auto added = town_.Submit(
      Sign(town_.HeaderFor("hana"), narrow, {&town_.Key("watch"), &town_.Key("hana")}));
  EXPECT_TRUE(added.has_value());
  // It gives no authority: not the account's, not the registrar's.
  EXPECT_EQ(By("pen", KeyAdd{Key("pen"), {}, {}, {}, {}}), Reason::kActorNotSigned);
  EXPECT_EQ(By("hana", KeyAdd{Key("hana"), {}, {}, {}, {}}), Reason::kActorNotSigned);
  const auto alone = town_.Submit(
      Sign(town_.HeaderFor("registrar"), AccountOpen{Key("card")}, {&town_.Key("card")}));
  ASSERT_FALSE(alone.has_value());
  EXPECT_EQ(alone.error().reason, Reason::kActorNotSigned);
  // And it does not make another signature needed.
  EXPECT_EQ(town_.Refusal("hana", KeyAdd{Key("pen"), {}, {}, {}, {}}, {"bakery"}),
            Reason::kSignerUnneeded);
  EXPECT_EQ(town_.Refusal("hana", KeyAdd{Key("pen"), {}, {}, {}, {}}, {"stranger"}),
            Reason::kKeyUnknown);
}

TEST_F(Accounts, NameEachKindOfALimitOnce) {
  const Reference pay{"payment.pay"};
  EXPECT_EQ(town_.Refusal("hana", KeyAdd{Key("watch"), {}, {{pay, pay}}, {}, {}}),
            Reason::kLimitInvalid);
  town_.Do("hana", KeyAdd{Key("watch"), {}, {{pay, Reference{"code.cancel"}}}, {}, {}});
}

}  // namespace
}  // namespace enishi::testing
