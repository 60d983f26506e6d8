#include "ledger/query/entry_access.h"

#include <gtest/gtest.h>

#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

class EntryAccess : public ::testing::Test {
 protected:
  EntryAccess() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hana");
    town_.OpenShop("bakery");
    town_.Charge("hana", 1000);
  }

  // Submits the payload and tells whom of the labels the entry concerns.
  std::vector<std::string> ConcernedBy(const std::string& actor, const Payload& payload) {
    const Instruction instruction = town_.Make(actor, payload);
    auto outcome = town_.Submit(instruction);
    EXPECT_TRUE(outcome.has_value());
    const DecodedEntry entry{town_.now(), instruction, *std::move(outcome)};
    std::vector<std::string> concerned;
    for (const char* label : {"hana", "taro", "bakery", "coordinator", "registrar", "auditor"}) {
      if (Concerns(entry, town_.Account(label))) concerned.emplace_back(label);
    }
    return concerned;
  }

  Town town_;
};

using Labels = std::vector<std::string>;

TEST_F(EntryAccess, PaymentsConcernPayerAndShop) {
  EXPECT_EQ(
      ConcernedBy("hana",
                  PaymentPay{town_.Account("bakery"), Town::Currency(), Town::Points(10), {}}),
      (Labels{"hana", "bakery"}));
}

TEST_F(EntryAccess, ParticipationsConcernOrganiserAndParticipant) {
  town_.Announce("drill", 300);
  EXPECT_EQ(
      ConcernedBy("coordinator", ParticipationRecord{Town::Name("drill"), town_.Account("hana")}),
      (Labels{"hana", "coordinator"}));
}

TEST_F(EntryAccess, OpeningsConcernTheAccountOfTheirKey) {
  AccountOpen open;
  open.key = town_.Key("taro").public_key();
  EXPECT_EQ(ConcernedBy("registrar", open), (Labels{"taro", "registrar"}));
}

TEST_F(EntryAccess, SweepsConcernTheServiceOnly) {
  town_.Announce("drill", 300);
  town_.Do("coordinator", ParticipationRecord{Town::Name("drill"), town_.Account("hana")});
  town_.AdvanceTo(Town::Day("2026-10-01").End());
  const Instruction sweep = town_.Make("service", ExpirySweep{});
  auto outcome = town_.Submit(sweep);
  ASSERT_TRUE(outcome.has_value());
  const DecodedEntry entry{town_.now(), sweep, *std::move(outcome)};
  ASSERT_FALSE(entry.outcome.postings.empty());
  EXPECT_FALSE(Concerns(entry, town_.Account("hana")));
  EXPECT_TRUE(Concerns(entry, town_.Account("service")));
}

}  // namespace
}  // namespace enishi::testing
