#include "ledger/rules/state/outcome.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

class Outcomes : public ::testing::Test {
 protected:
  Outcomes() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hana");
    town_.OpenShop("bakery");
  }
  PaymentPay Pay(int64_t amount) {
    return {town_.Account("bakery"), Town::Currency(), Town::Points(amount), {}};
  }
  // One with postings, rows and a row that goes.
  Outcome Rich() {
    town_.Announce("drill", 300);
    Outcome outcome =
        town_.Do("coordinator", ParticipationRecord{Town::Name("drill"), town_.Account("hana")});
    outcome.Erase<ExpiryRow>({Town::Day("2026-09-30"), town_.Account("hana")});
    return outcome;
  }

  Town town_;
};

TEST_F(Outcomes, ComeBackFromTheirBytes) {
  const Outcome outcome = Rich();
  ASSERT_FALSE(outcome.postings.empty());
  ASSERT_GE(outcome.changes.size(), 4U);
  const auto read = DecodeOutcome(EncodeOutcome(outcome));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, outcome);
  EXPECT_EQ(*DecodeOutcome(EncodeOutcome({})), Outcome{});
}

TEST_F(Outcomes, HaveTheBytesOfTheSpecification) {
  Outcome outcome;
  outcome.postings.push_back({HolderKind::kIssued, AccountId(), 7, Date{2}, -3});
  outcome.changes.push_back({"ab", std::nullopt});
  outcome.changes.push_back({"c", "de"});
  EXPECT_EQ(HexEncode(EncodeOutcome(outcome)),
            "01"
            "0001"
            "01"
            "000000000000000000000000000000"
            "00000007"
            "00000002"
            "fffffffffffffffd"
            "0002"
            "0002"
            "6162"
            "00"
            "0001"
            "63"
            "01"
            "00000002"
            "6465");
}

TEST_F(Outcomes, CutShortAreRefusedAtEveryByte) {
  const std::string bytes = EncodeOutcome(Rich());
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(DecodeOutcome(std::string_view(bytes).substr(0, size)).has_value()) << size;
  }
  EXPECT_FALSE(DecodeOutcome(bytes + '\0').has_value());
}

// Every text of bytes that is read has one meaning only: a flipped bit is refused or seen.
TEST_F(Outcomes, WithAFlippedBitAreNeverTheSame) {
  const Outcome outcome = Rich();
  const std::string bytes = EncodeOutcome(outcome);
  for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string other = bytes;
    other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << (bit % 8)));
    const auto read = DecodeOutcome(other);
    if (!read) continue;
    ASSERT_NE(*read, outcome) << bit;
    ASSERT_EQ(EncodeOutcome(*read), other) << bit;
  }
}

TEST_F(Outcomes, OfOtherVersionsAreRefused) {
  std::string bytes = EncodeOutcome(Rich());
  for (const int version : {0, 2, 255}) {
    bytes[0] = static_cast<char>(version);
    EXPECT_FALSE(DecodeOutcome(bytes).has_value()) << version;
  }
}

// A receipt is shown before anybody has replayed the log it comes from.
TEST_F(Outcomes, WithARowThatNoLedgerWritesAreShownAsUnknown) {
  const auto row_of = [](std::string key, std::string value) {
    Outcome outcome;
    outcome.changes.push_back({std::move(key), std::move(value)});
    const Json shown = OutcomeJson(*DecodeOutcome(EncodeOutcome(outcome)));
    return TextOf(AsArray(*Find(shown, "changes"))->front(), "row");
  };
  const std::string holding =
      RowKey<HoldingRow>(HoldingRow::Key{HolderKind::kIssued, AccountId(), 1});
  HoldingRow row;
  row.last = (uint64_t{1} << 53) - 1;
  EXPECT_EQ(row_of(holding, RowValue(row)), "holding");
  row.last = uint64_t{1} << 53;
  EXPECT_EQ(row_of(holding, RowValue(row)), "unknown");
  row.last = UINT64_MAX;  // no JSON integer
  EXPECT_EQ(row_of(holding, RowValue(row)), "unknown");
  for (const char* name : {"", "\xff", "\x1b[2J", "Upper"}) {
    const std::string budget = RowKey<BudgetRow>({Code{name}});
    EXPECT_EQ(row_of(budget, RowValue(BudgetRow{})), "unknown") << name;
  }
  EXPECT_EQ(row_of(RowKey<BudgetRow>({Code{"bosai"}}), RowValue(BudgetRow{})), "budget");
}

TEST_F(Outcomes, ShowARowOfEveryTableAndNoneThatIsCutOrTooLong) {
  town_.Charge("hana", 50);
  Rich();
  const SignedPaymentCode code = town_.Code("hana", 50);
  town_.Do("bakery", PaymentCapture{code, Town::Points(20), {}});
  const auto shown = [](const std::string& key, const std::string& value) {
    Outcome outcome;
    outcome.changes.push_back({key, value});
    return TextOf(AsArray(*Find(OutcomeJson(outcome), "changes"))->front(), "row");
  };
  std::set<std::string> tables;
  town_.state().Scan("", [&](std::string_view key_bytes, std::string_view value_bytes) {
    const std::string key(key_bytes);
    const std::string value(value_bytes);
    const std::string row = shown(key, value);
    tables.insert(row);
    EXPECT_EQ(shown(key + "\xff", value), "unknown") << row;
    EXPECT_EQ(shown(key, value + "x"), "unknown") << row;
    EXPECT_EQ(shown(key.substr(0, key.size() - 1), value), "unknown") << row;
    if (value.empty()) return true;
    EXPECT_EQ(shown(key, value.substr(0, value.size() - 1)), "unknown") << row;
    return true;
  });
  EXPECT_FALSE(tables.contains("unknown"));
  EXPECT_EQ(tables.size(), 18U);
  EXPECT_EQ(shown("", ""), "unknown");
}

TEST_F(Outcomes, SumToZeroForEachLotClass) {
  town_.Charge("hana", 50);
  Rich();
  const Outcome outcome = town_.Do("hana", Pay(320));
  std::map<uint32_t, int64_t> sums;
  for (const Posting& posting : outcome.postings) sums[posting.lot_class] += posting.amount;
  ASSERT_EQ(sums.size(), 2U);
  for (const auto& [lot_class, sum] : sums) EXPECT_EQ(sum, 0) << lot_class;
}

TEST_F(Outcomes, NameEveryRowForPeople) {
  const Json json = OutcomeJson(Rich());
  ASSERT_EQ(AsArray(*Find(json, "postings"))->size(), 2U);
  std::vector<std::string> names;
  for (const Json& change : *AsArray(*Find(json, "changes")))
    names.push_back(TextOf(change, "row"));
  EXPECT_EQ(names, (std::vector<std::string>{"expiry", "cap", "budget", "attendance",
                                             "participation", "expiry"}));
  EXPECT_EQ(*Find(AsArray(*Find(json, "changes"))->back(), "gone"), Json(true));
  Outcome odd;
  odd.changes.push_back({"?", "?"});
  EXPECT_EQ(TextOf(AsArray(*Find(OutcomeJson(odd), "changes"))->front(), "row"), "unknown");
}

// From a holding's head one walks back through every entry that posted there, and no other.
TEST_F(Outcomes, FormEachHoldingsHistoryByTheirLinks) {
  EmptyView nothing;
  Overlay state(nothing);
  struct Entry {
    std::vector<HoldingRow::Key> holdings;
    Links links;
  };
  std::vector<Entry> entries;
  std::map<std::string, std::vector<uint64_t>> expected;
  std::mt19937 random(7);
  for (uint64_t index = 0; index < 300; ++index) {
    Outcome outcome;
    for (uint64_t i = 0; i < random() % 4; ++i) {
      const AccountId account = town_.Account("holder " + std::to_string(random() % 5));
      const uint32_t lot_class = 1 + static_cast<uint32_t>(random() % 2);
      outcome.postings.push_back({HolderKind::kIssued, AccountId(), lot_class, kNever, -1});
      outcome.postings.push_back({HolderKind::kAccount, account, lot_class, kNever, 1});
    }
    Header header;
    header.id = Uuid::At({index});
    const Links links = Fold(state, index, header, outcome);
    entries.push_back({HoldingsOf(outcome), links});
    for (const auto& key : entries.back().holdings) {
      expected[RowKey<HoldingRow>(key)].push_back(index);
    }
  }
  ASSERT_EQ(expected.size(), 7U);
  ForEachRow<HoldingRow>(state, "", [&](const HoldingRow::Key& key, const HoldingRow& row) {
    const std::string name = RowKey<HoldingRow>(key);
    std::vector<uint64_t> history;
    for (uint64_t next = row.last; next != 0;) {
      const Entry& entry = entries.at(next - 1);
      history.insert(history.begin(), next - 1);
      size_t place = 0;
      while (RowKey<HoldingRow>(entry.holdings.at(place)) != name) ++place;
      next = entry.links.at(place);
    }
    EXPECT_EQ(history, expected[name]);
    return true;
  });
}

TEST_F(Outcomes, LeaveNoEmptyLots) {
  town_.Charge("hana", 50);
  town_.Do("hana", Pay(50));
  const auto holding =
      Find<HoldingRow>(town_.state(), {HolderKind::kAccount, town_.Account("hana"), 0});
  ASSERT_TRUE(holding.has_value());
  EXPECT_TRUE(holding->lots.empty());
  EXPECT_EQ(holding->last, town_.leaves().size());
}

using OutcomesDeathTest = Outcomes;

TEST_F(OutcomesDeathTest, BelowZeroStopTheProcess) {
  EmptyView nothing;
  Overlay state(nothing);
  Outcome outcome;
  outcome.postings.push_back({HolderKind::kAccount, town_.Account("hana"), 1, kNever, -1});
  EXPECT_DEATH(Fold(state, 0, Header{}, outcome), "CHECK failed");
}

}  // namespace
}  // namespace enishi::testing
