#include "tests/demo/forgery.h"

#include <gtest/gtest.h>

#include "tests/wallet-cli/client/fake_server.h"

namespace enishi {
namespace {

class ForgeryTest : public ::testing::Test {
 protected:
  ForgeryTest() {
    town().Found();
    town().Furnish();
    town().OpenParticipant("ann");
    town().OpenShop("bakery");
    town().Charge("ann", 500);
    town().Announce("walk", 100);
    for (const char* label : {"ann", "bakery", "coordinator"}) {
      auto seed = Seed::FromBytes(town().Key(label).seed().bytes());
      CHECK(keyring_.Add({label, town().Account(label), SigningKey::FromSeed(*std::move(seed))})
                .has_value());
    }
  }

  testing::Town& town() { return server_.town; }

  // Returns the reason why the town refuses the forged line, or nullopt if it is accepted.
  std::optional<Reason> Answer(const std::string& line, std::optional<Forgery> forgery) {
    Client client = testing::PatientClient(server_);
    Expander expander(keyring_, *client.Ledger());
    const auto draft = expander.Next(line);
    CHECK(draft.has_value() && draft->has_value());
    const auto finished = expander.Finish(**draft);
    CHECK(finished.has_value());
    std::string envelope = *finished;
    if (forgery) {
      auto forged = Forge(*forgery, **draft, keyring_, envelope);
      CHECK(forged.has_value());
      envelope = *std::move(forged);
    }
    const auto instruction = ReadEnvelope(envelope);
    CHECK(instruction.has_value());
    if (const auto bad = VerifySignatures(*instruction)) return bad->reason;
    const auto outcome = town().Submit(*instruction);
    if (outcome) return std::nullopt;
    return outcome.error().reason;
  }

  testing::FakeServer server_;
  Keyring keyring_;
};

constexpr const char* kPay =
    R"({"as":"ann","kind":"payment.pay","fields":{"currency":"KAEN","shop":"@bakery","amount":5}})";
constexpr const char* kCapture = R"({"as":"bakery","kind":"payment.capture","fields":{"amount":5,)"
                                 R"("code":{"from":"ann","max_amount":50,"currency":"KAEN"}}})";
constexpr const char* kClaim = R"({"as":"ann","kind":"participation.claim",)"
                               R"("fields":{"code":{"attendance":"walk","from":"coordinator"}}})";

TEST_F(ForgeryTest, EachForgeryIsRefusedForItsReason) {
  EXPECT_EQ(Answer(kPay, Forgery::kSignature), Reason::kSignatureInvalid);
  EXPECT_EQ(Answer(kPay, Forgery::kLedger), Reason::kLedgerMismatch);
  EXPECT_EQ(Answer(kPay, Forgery::kKey), Reason::kKeyUnknown);
  EXPECT_EQ(Answer(kCapture, Forgery::kCode), Reason::kCodeSignatureInvalid);
  EXPECT_EQ(Answer(kClaim, Forgery::kCode), Reason::kCodeSignatureInvalid);
  for (const char* line : {kPay, kCapture, kClaim}) {
    EXPECT_EQ(Answer(line, std::nullopt), std::nullopt) << line;
  }
}

TEST_F(ForgeryTest, ForgingACodeNeedsAnInstructionWithACode) {
  Client client = testing::PatientClient(server_);
  Expander expander(keyring_, *client.Ledger());
  const auto draft = expander.Next(kPay);
  const auto envelope = expander.Finish(**draft);
  EXPECT_FALSE(Forge(Forgery::kCode, **draft, keyring_, *envelope).has_value());
}

TEST(TakeForgeries, RemovesThemAndReturnsTheirLines) {
  const auto taken =
      TakeForgeries("{\"a\":1}\n\n{\"b\":2,\"forge\":\"code\",\"c\":3}\n{\"note\":\"forge\"}");
  ASSERT_TRUE(taken.has_value());
  EXPECT_EQ(taken->lines, "{\"a\":1}\n\n{\"b\":2,\"c\":3}\n{\"note\":\"forge\"}\n");
  EXPECT_EQ(taken->forgeries, (std::map<uint64_t, Forgery>{{3, Forgery::kCode}}));
  EXPECT_FALSE(TakeForgeries(R"({"forge":"gold"})").has_value());
  EXPECT_FALSE(TakeForgeries(R"({"forge":1})").has_value());
}

}  // namespace
}  // namespace enishi
