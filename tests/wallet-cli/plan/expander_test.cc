#include "wallet-cli/plan/expander.h"

#include <gtest/gtest.h>

#include "ledger/codes/attendance_code.h"
#include "ledger/codes/payment_code.h"
#include "tests/wallet-cli/client/fake_server.h"

namespace enishi {
namespace {

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
    EXPECT_TRUE(draft.has_value()) << (draft ? "" : draft.error().message);
    const auto envelope = expander_.Finish(**draft);
    EXPECT_TRUE(envelope.has_value()) << (envelope ? "" : envelope.error().message);
    auto instruction = ReadEnvelope(*envelope);
    EXPECT_TRUE(instruction.has_value());
    return *std::move(instruction);
  }

  std::string Refused(const std::string& line) {
    const auto draft = expander_.Next(line);
    if (!draft) return draft.error().message;
    const auto envelope = expander_.Finish(**draft);
    return envelope ? "" : envelope.error().message;
  }

  Keyring keyring_ = testing::KeyringOf({"ann", "shop", "guide"});
  Expander expander_;
};

constexpr const char* kCapture =
    R"({"as":"shop","kind":"payment.capture","amount":300,)"
    R"("code":{"from":"ann","most":500,"currency":"KAEN","lives_s":45,"payee":"@shop"}})";

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
  const std::string made = R"("code":{"from":"ann","most":500,"currency":"KAEN"})";
  const std::string start = R"({"as":"shop","kind":"payment.capture","amount":300,)";
  const std::string first = code(start + made + R"(,"code_id":"x"})");
  EXPECT_EQ(code(start + made + R"(,"code_id":"x"})"), first);
  EXPECT_EQ(code(start + R"("code_id":"x"})"), first);
  EXPECT_NE(code(start + made + "}"), first);
  EXPECT_NE(Refused(start + R"("code_id":"y"})"), "");
}

TEST_F(ExpanderTest, AttendanceCodeIsMadeByTheOrganiser) {
  const Instruction instruction =
      Expand(R"({"as":"ann","kind":"participation.claim",)"
             R"("code":{"attendance":"walk-1","from":"guide","lives_s":30}})");
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
  const std::string open = R"("kind":"account.open","key":"@ann","custody":"holder",)"
                           R"("holder":"participant","enrolled":false})";
  const Instruction opening = Expand(R"({"as":"guide",)" + open);
  ASSERT_EQ(opening.signatures.size(), 2U);
  EXPECT_EQ(opening.signatures[1].key, keyring_.Find("ann")->key.public_key());
  EXPECT_FALSE(VerifySignatures(opening).has_value());
  EXPECT_EQ(Expand(R"({"as":"ann",)" + open).signatures.size(), 1U) << "by itself";
  EXPECT_EQ(Expand(R"({"as":"guide","with":["ann"],)" + open).signatures.size(), 2U);
  const Instruction added =
      Expand(R"({"as":"guide","kind":"key.add","key":"@shop","custody":"holder","kinds":[]})");
  EXPECT_EQ(added.signatures.size(), 2U);
}

TEST_F(ExpanderTest, LinesThatMakeNoSenseSayWhy) {
  EXPECT_NE(Refused("[]"), "");
  EXPECT_NE(Refused(R"({"kind":"expiry.sweep"})").find("as"), std::string::npos);
  EXPECT_NE(Refused(R"({"as":"ann","kind":"no.such"})").find("no.such"), std::string::npos);
  EXPECT_NE(Refused(R"({"as":"ann","kind":"expiry.sweep","with":["x"]})").find("with"),
            std::string::npos);
  EXPECT_NE(Refused(R"({"as":"ann","kind":"expiry.sweep","at":-1})").find("at"), std::string::npos);
}

}  // namespace
}  // namespace enishi
