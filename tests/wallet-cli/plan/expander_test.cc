#include "wallet-cli/plan/expander.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/codes/attendance_code.h"
#include "ledger/codes/payment_code.h"
#include "tests/wallet-cli/client/fake_server.h"

namespace enishi {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class ExpanderTest : public ::testing::Test {
 protected:
  ExpanderTest() : expander_(keyring_, Info()) {}

  static LedgerInfo Info() {
    LedgerInfo info;
    info.ledger = Hash{};
    (*info.ledger)[0] = 7;
    info.time = testing::Town::kStart;
    info.simulated = true;
    return info;
  }

  Instruction Expand(const std::string& line) {
    const auto draft = expander_.Next(line);
    EXPECT_TRUE(draft.has_value()) << (draft ? "" : draft.error().title.en);
    const auto envelope = expander_.Finish(**draft);
    EXPECT_TRUE(envelope.has_value()) << (envelope ? "" : envelope.error().title.en);
    auto instruction = ReadEnvelope(*envelope);
    EXPECT_TRUE(instruction.has_value());
    return *std::move(instruction);
  }

  std::string Refused(const std::string& line) {
    const auto draft = expander_.Next(line);
    if (!draft) return draft.error().title.en;
    const auto envelope = expander_.Finish(**draft);
    return envelope ? "" : envelope.error().title.en;
  }

  Keyring keyring_ = testing::KeyringOf({"ann", "shop", "guide"});
  Expander expander_;
};

constexpr const char* kCapture =
    R"({"as":"shop","kind":"payment.capture","fields":{"amount":300,"code":)"
    R"({"from":"ann","max_amount":500,"currency":"KAEN","expires_in_s":45,"payee":"@shop"}}})";

TEST_F(ExpanderTest, CodeIsMadeByThePayerAtTheLinesTime) {
  const Instruction instruction = Expand(kCapture);
  EXPECT_FALSE(VerifySignatures(instruction).has_value());
  const auto& capture = std::get<PaymentCapture>(instruction.payload);
  EXPECT_EQ(capture.code.code.payer, keyring_.Find("ann")->account);
  EXPECT_EQ(capture.code.code.payee, keyring_.Find("shop")->account);
  EXPECT_EQ(capture.code.code.amount_max.minor(), 500);
  EXPECT_EQ(capture.code.code.valid_until.ms, testing::Town::kStart.ms + 45'000);
  EXPECT_EQ(capture.code.code.ledger, *Info().ledger);
  EXPECT_EQ(instruction.header.account, keyring_.Find("shop")->account);
  EXPECT_EQ(instruction.header.id.time(), testing::Town::kStart);
  EXPECT_EQ(instruction.header.valid_until.ms, testing::Town::kStart.ms + kHourMs);
}

TEST_F(ExpanderTest, LinesWithOneCodeIdShowTheSameCode) {
  const auto code = [&](const std::string& line) {
    return EncodePaymentCode(std::get<PaymentCapture>(Expand(line).payload).code);
  };
  const auto line = [](const std::string& code_field, const std::string& words) {
    return R"({"as":"shop","kind":"payment.capture","fields":{"amount":300)" + code_field + "}" +
           words + "}";
  };
  const std::string made = R"(,"code":{"from":"ann","max_amount":500,"currency":"KAEN"})";
  const std::string first = code(line(made, R"(,"code_id":"x")"));
  EXPECT_EQ(code(line(made, R"(,"code_id":"x")")), first);
  EXPECT_EQ(code(line("", R"(,"code_id":"x")")), first);
  EXPECT_NE(code(line(made, "")), first);
  EXPECT_NE(Refused(line("", R"(,"code_id":"y")")), "");
}

TEST_F(ExpanderTest, AttendanceCodeIsMadeByTheOrganiser) {
  const Instruction instruction =
      Expand(R"({"as":"ann","kind":"participation.claim",)"
             R"("fields":{"code":{"attendance":"walk-1","from":"guide","expires_in_s":30}}})");
  EXPECT_FALSE(VerifySignatures(instruction).has_value());
  const auto& code = std::get<ParticipationClaim>(instruction.payload).code.code;
  EXPECT_EQ(code.organiser, keyring_.Find("guide")->account);
  EXPECT_EQ(code.activity.text, "walk-1");
  EXPECT_EQ(code.valid_until.ms - code.valid_from.ms, 30'000U);
}

TEST_F(ExpanderTest, LinesWithOneIdShareIt) {
  const std::string line = R"({"as":"ann","kind":"expiry.sweep","same_id":"i"})";
  EXPECT_EQ(Expand(line).header.id, Expand(line).header.id);
  const std::string own = R"({"as":"ann","kind":"expiry.sweep"})";
  EXPECT_FALSE(Expand(own).header.id == Expand(own).header.id);
}

TEST_F(ExpanderTest, TheNewKeySignsToo) {
  const std::string open = R"("kind":"account.open","fields":{"key":"@ann","custody":"holder",)"
                           R"("holder":"participant","enrolled":false}})";
  const Instruction opening = Expand(R"({"as":"guide",)" + open);
  ASSERT_EQ(opening.signatures.size(), 2U);
  EXPECT_EQ(opening.signatures[1].key, keyring_.Find("ann")->key.public_key());
  EXPECT_FALSE(VerifySignatures(opening).has_value());
  EXPECT_EQ(Expand(R"({"as":"ann",)" + open).signatures.size(), 1U) << "by itself";
  EXPECT_EQ(Expand(R"({"as":"guide","with":["ann"],)" + open).signatures.size(), 2U);
  const Instruction added = Expand(
      R"({"as":"guide","kind":"key.add","fields":{"key":"@shop","custody":"holder","kinds":[]}})");
  EXPECT_EQ(added.signatures.size(), 2U);
}

TEST_F(ExpanderTest, MalformedLinesSayWhy) {
  EXPECT_NE(Refused("[]"), "");
  EXPECT_THAT(Refused(R"({"kind":"expiry.sweep"})"), HasSubstr("as"));
  EXPECT_THAT(Refused(R"({"as":"ann","kind":"expiry.sweep","with":["x"]})"), HasSubstr("with"));
  for (const char* word : {R"("at":-1)", R"("at":"noon")", R"("with":"guide")", R"("fields":[])",
                           R"("code_id":5)", R"("same_id":5)", R"("expect":true)"}) {
    const std::string name = std::string(word).substr(1, std::string(word).find('"', 1) - 1);
    EXPECT_THAT(Refused(R"({"as":"ann","kind":"expiry.sweep",)" + std::string(word) + "}"),
                HasSubstr(name));
  }
}

TEST_F(ExpanderTest, FieldsNamedLikePlanWordsReachTheKind) {
  for (const std::string name : {"at", "note", "with", "as", "kind", "expect", "code_id"}) {
    EXPECT_THAT(Refused(R"({"as":"ann","kind":"expiry.sweep","fields":{")" + name + R"(":1}})"),
                HasSubstr("field " + name))
        << "the kind has no such field, so a field that is swallowed shows as accepted";
  }
}

TEST_F(ExpanderTest, UnknownWordsAreNamedWithTheNearestOne) {
  EXPECT_THAT(Refused(R"({"as":"ann","kind":"expiry.sweep","wiht":["guide"]})"),
              AllOf(HasSubstr("wiht"), HasSubstr("did you mean with?")));
  EXPECT_THAT(Refused(R"({"as":"ann","kind":"expiry.sweep","amount":5})"),
              AllOf(HasSubstr("amount"), HasSubstr("fields")));
  EXPECT_THAT(Refused(R"({"as":"ann","kind":"expiry.swepe"})"),
              HasSubstr("unknown kind expiry.swepe; did you mean expiry.sweep?"));
  EXPECT_THAT(Refused(R"({"as":"anna","kind":"expiry.sweep"})"), HasSubstr("did you mean ann?"));
  EXPECT_THAT(Refused(R"({"as":"ann","kind":"payment.pay","fields":{"amonut":5}})"),
              HasSubstr("did you mean amount?"));
  EXPECT_THAT(Refused(R"({"as":"shop","kind":"payment.capture","fields":{"amount":300,)"
                      R"("code":{"from":"ann","max_amont":500,"currency":"KAEN"}}})"),
              HasSubstr("did you mean max_amount?"));
}

}  // namespace
}  // namespace enishi
