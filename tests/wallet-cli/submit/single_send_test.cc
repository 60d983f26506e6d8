#include "wallet-cli/submit/single_send.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>

#include "tests/fixtures/temporary_folder.h"
#include "tests/wallet-cli/client/fake_server.h"
#include "wallet-cli/submit/pending_request.h"

namespace enishi {
namespace {

using testing::FakeServer;
using testing::Town;
using Mishap = FakeServer::Mishap;

// Ann pays the bakery 5 of her 1,000 with the same command again and again; each run is a process
// of its own, with one try.
class SingleSendTest : public ::testing::Test {
 protected:
  SingleSendTest() {
    server_.town.Found();
    server_.town.Furnish();
    server_.town.OpenParticipant("ann");
    server_.town.OpenShop("bakery");
    server_.town.Charge("ann", 1000);
    server_.town.Charge("ann", 1);  // nobody's payment is the newest entry
  }

  Instruction Payment(const Header& header, int64_t amount) {
    const PaymentPay pay{
        server_.town.Account("bakery"), Town::Currency(), Town::Points(amount), {}};
    return Sign(header, pay, {&server_.town.Key("ann")});
  }

  Tried<Json> Run(std::optional<Mishap> mishap = std::nullopt, int64_t amount = 5) {
    Client client = testing::PatientClient(server_);
    client.set_patience(std::chrono::milliseconds(0));
    if (mishap) server_.mishaps = {mishap};
    return RunWith(client, amount);
  }

  Tried<Json> RunWith(Client& client, int64_t amount = 5) {
    Town& town = server_.town;
    Keyring keyring;
    CHECK(keyring.Add({"ann", town.Account("ann"), SigningKey::Random()}).has_value());
    SingleSend sending(client, keyring_, [&](AccountId account) {
      return Tried<std::vector<const KeyEntry*>>({keyring.Find(account)});
    });
    const Header header = town.HeaderFor("ann");
    return sending.SubmitFresh(Payment(header, amount), [&](const Uuid& id) {
      Header again = header;
      again.id = id;
      return Payment(again, amount);
    });
  }

  [[nodiscard]] size_t KeptFiles() const { return FindUnanswered(keyring_).size(); }
  [[nodiscard]] int64_t Paid() const { return server_.town.Held("bakery"); }

  // The second run got the mishap; the third pays nothing more, whatever happened before.
  void ExpectPaidOnce() {
    EXPECT_EQ(KeptFiles(), 1U);
    const auto third = Run();
    ASSERT_TRUE(third.has_value()) << third.error().code;
    EXPECT_TRUE(*AsBool(*Find(*third, "repeated")));
    EXPECT_EQ(Paid(), 5);
    EXPECT_EQ(KeptFiles(), 0U);
    EXPECT_EQ(std::set(server_.posted.begin(), server_.posted.end()).size(), 1U);
  }

  FakeServer server_;
  TemporaryFolder folder_;
  const std::filesystem::path keyring_ = folder_.path() / "keys.json";
};

// Whatever says nothing of the bytes leaves them where they are.
TEST_F(SingleSendTest, OnlyTheLedgersAnswerSettlesALostOne) {
  for (const Mishap mishap :
       {Mishap::kBusy, Mishap::kReadOnly, Mishap::kLostBefore, Mishap::kForeign}) {
    SCOPED_TRACE(static_cast<int>(mishap));
    const int64_t before = Paid();
    EXPECT_EQ(Run(Mishap::kLostAfter).error().code, "outcome_unknown");
    const auto second = Run(mishap);
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, "outcome_unknown") << "it was accepted";
    EXPECT_NE(second.error().detail.en.find("enishi office submit "), std::string::npos);
    EXPECT_EQ(Paid(), before + 5);
    EXPECT_EQ(KeptFiles(), 1U);
    const auto third = Run();
    ASSERT_TRUE(third.has_value()) << third.error().code;
    EXPECT_TRUE(*AsBool(*Find(*third, "repeated")));
    EXPECT_EQ(Paid(), before + 5) << "the third run paid again";
    EXPECT_EQ(KeptFiles(), 0U);
  }
}

TEST_F(SingleSendTest, BusyUntilPatienceEndsSettlesNothing) {
  EXPECT_FALSE(Run(Mishap::kLostAfter).has_value());
  Client client = testing::PatientClient(server_);
  server_.mishaps = {};
  for (int i = 0; i < 20; ++i) server_.mishaps.emplace_back(Mishap::kBusy);
  EXPECT_EQ(RunWith(client).error().code, "outcome_unknown");
  server_.mishaps = {};
  ExpectPaidOnce();
}

TEST_F(SingleSendTest, AnExpiryIsNotBelievedOfWhatWasAccepted) {
  EXPECT_FALSE(Run(Mishap::kLostAfter).has_value());
  const auto second = Run(Mishap::kExpired);
  ASSERT_TRUE(second.has_value()) << second.error().code;
  EXPECT_TRUE(*AsBool(*Find(*second, "repeated")));
  EXPECT_EQ(IntegerOf(*second, "index"), static_cast<int64_t>(server_.town.leaves().size()) - 1);
  EXPECT_EQ(Paid(), 5);
  EXPECT_EQ(KeptFiles(), 0U);
  EXPECT_EQ(server_.posted.size(), 2U) << "nothing was signed anew";
}

TEST_F(SingleSendTest, AnExpiryIsNotBelievedWithinOneRunEither) {
  Client client = testing::PatientClient(server_);
  server_.mishaps = {Mishap::kLostAfter, Mishap::kExpired};
  const auto answer = RunWith(client);
  ASSERT_TRUE(answer.has_value()) << answer.error().code;
  EXPECT_TRUE(*AsBool(*Find(*answer, "repeated")));
  EXPECT_EQ(Paid(), 5);
}

TEST_F(SingleSendTest, ARefusalThatCannotBeCheckedSettlesNothing) {
  EXPECT_FALSE(Run(Mishap::kLostAfter).has_value());
  server_.knows_nobody = true;
  const auto second = Run(Mishap::kExpired);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, "outcome_unknown");
  EXPECT_NE(second.error().detail.en.find("valid_until_passed"), std::string::npos);
  server_.knows_nobody = false;
  ExpectPaidOnce();
}

TEST_F(SingleSendTest, WhatExpiredUnacceptedIsPaidOnceUnderItsId) {
  EXPECT_FALSE(Run(Mishap::kLostBefore).has_value());
  EXPECT_EQ(KeptFiles(), 1U);
  const Uuid id = FindUnanswered(keyring_).at(0).instruction.header.id;
  server_.town.AdvanceTo({server_.town.now().ms + 2 * kHourMs});
  const auto second = Run();
  ASSERT_TRUE(second.has_value()) << second.error().code;
  EXPECT_FALSE(*AsBool(*Find(*second, "repeated")));
  EXPECT_EQ(Paid(), 5);
  EXPECT_EQ(ReadEnvelope(server_.posted.back())->header.id, id);
  EXPECT_EQ(KeptFiles(), 0U);
}

TEST_F(SingleSendTest, ALedgersRefusalOfAFirstTryIsFinal) {
  server_.knows_nobody = true;  // there is nothing to ask
  const auto refused = Run(std::nullopt, 5000);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "insufficient_funds");
  EXPECT_EQ(KeptFiles(), 0U);
  EXPECT_TRUE(Run().has_value());
}

TEST_F(SingleSendTest, ARefusalOfASecondTryIsBelievedOnceTheLedgerKnowsNoSuchId) {
  EXPECT_FALSE(Run(Mishap::kLostBefore, 5000).has_value());
  EXPECT_EQ(Run(std::nullopt, 5).error().code, "outcome_unknown") << "another in its place";
  EXPECT_EQ(Run(std::nullopt, 5000).error().code, "insufficient_funds");
  EXPECT_EQ(KeptFiles(), 0U);
  EXPECT_TRUE(Run().has_value());
  EXPECT_EQ(Paid(), 5);
}

}  // namespace
}  // namespace enishi
