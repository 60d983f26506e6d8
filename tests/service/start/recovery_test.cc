#include "ledger/service/start/recovery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/tree.h"
#include "ledger/rules/state/rows.h"
#include "tests/fixtures/memory_ledger.h"

namespace enishi {
namespace {

using ::testing::HasSubstr;
using testing::IdentityOf;
using testing::MemoryLedger;
using testing::Town;

class RecoveryTest : public ::testing::Test {
 protected:
  RecoveryTest() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("aoi");
    town_.OpenShop("bakery");
    town_.Charge("aoi", 1000);
    town_.Do("aoi", PaymentPay{town_.Account("bakery"), Town::Currency(), Town::Points(300), {}});
    ledger_.Follow(town_);
    entries_ = ledger_.log.AfterRestart();
  }
  // The failure of a start on these entries, this head in the log and this one beside it, which is
  // the same where nothing is said; empty when it is none.
  std::string Start(const std::vector<StoredEntry>& entries, const std::string& head = "") {
    return Start(entries, head, head);
  }
  std::string Start(const std::vector<StoredEntry>& entries, const std::string& head,
                    const std::optional<std::string>& beside) {
    MemoryLog log;
    CHECK(log.Append(*log.BeginEpoch(), 0, entries) == AppendResult::kAppended);
    CHECK(log.StoreHead(head).has_value());
    MemoryHead heads;
    if (beside) CHECK(heads.Store(*beside).has_value());
    MemoryState state;
    const auto standing = Recover(log, heads, state, IdentityOf(town_));
    if (standing) started_with_ = standing->head.note;
    if (standing && beside) {
      EXPECT_EQ(**heads.Last(), started_with_);
    }
    return standing ? "" : standing.error().message;
  }
  // The failure of a start in the same stores again: the state has everything already.
  std::string StartAgain() { return StartAgainAs(IdentityOf(town_)); }
  std::string StartAgainAs(const LedgerIdentity& identity) {
    const auto standing = Recover(ledger_.log, ledger_.heads, ledger_.state, identity);
    return standing ? "" : standing.error().message;
  }
  std::string HeadOf(const std::vector<StoredEntry>& entries, const std::string& key = "log") {
    Frontier tree;
    for (const StoredEntry& entry : entries) tree.Append(LeafHash(entry.leaf));
    return SignCheckpoint(
        {.origin = *Origin::Parse("town.example/ledger"), .size = tree.size(), .root = tree.Root()},
        town_.Key(key));
  }
  // Changes the leaf's field and encodes it again.
  void ChangeLeaf(StoredEntry& entry, const std::function<void(Leaf&)>& change) {
    Leaf leaf = *DecodeLeaf(entry.leaf);
    change(leaf);
    entry.leaf = EncodeLeaf(leaf);
  }

  Town town_;
  MemoryLedger ledger_{town_};
  std::vector<StoredEntry> entries_;
  std::string started_with_;  // the head
};

TEST_F(RecoveryTest, MakesTheSameStateAgain) {
  MemoryLedger restarted(town_, entries_);
  std::vector<std::pair<std::string, std::string>> live;
  std::vector<std::pair<std::string, std::string>> again;
  const auto collect = [](auto& rows) {
    return [&rows](std::string_view key, std::string_view value) {
      rows.emplace_back(key, value);
      return true;
    };
  };
  ledger_.state.latest().Scan("", collect(live));
  restarted.state.latest().Scan("", collect(again));
  EXPECT_FALSE(live.empty());
  EXPECT_EQ(live, again);
  EXPECT_EQ(restarted.committer->ledger(), town_.ledger());
}

TEST_F(RecoveryTest, StartsOnAHeadThatTheLogContinues) {
  EXPECT_EQ(Start(entries_, HeadOf(entries_)), "");
  EXPECT_EQ(Start(entries_, HeadOf({entries_.begin(), entries_.begin() + 3})), "");
}

TEST_F(RecoveryTest, RefusesALogBehindItsHead) {
  const std::string head = HeadOf(entries_);
  entries_.pop_back();
  EXPECT_THAT(Start(entries_, head), HasSubstr("fewer than"));
  EXPECT_THAT(Start({}, head), HasSubstr("fewer than"));
}

// The log's own head stands behind the entries it covers, and goes with them.
TEST_F(RecoveryTest, RefusesALogThatLostEntriesWithTheirHead) {
  const std::string head = HeadOf(entries_);
  entries_.pop_back();
  EXPECT_THAT(Start(entries_, HeadOf(entries_), head), HasSubstr("fewer than"));
  EXPECT_THAT(Start(entries_, "", head), HasSubstr("fewer than"));
  EXPECT_THAT(Start({}, "", head), HasSubstr("fewer than"));
}

TEST_F(RecoveryTest, GoesOnAfterACrashBetweenTheTwoStoresOfAHead) {
  const std::string before = HeadOf({entries_.begin(), entries_.begin() + 3});
  EXPECT_EQ(Start(entries_, before, HeadOf(entries_)), "");
  EXPECT_EQ(started_with_, HeadOf(entries_));
  EXPECT_EQ(Start(entries_, "", HeadOf(entries_)), "");
  EXPECT_EQ(started_with_, HeadOf(entries_));
}

TEST_F(RecoveryTest, BringsUpAnOlderHeadThatWasPutBesideTheLog) {
  const std::string before = HeadOf({entries_.begin(), entries_.begin() + 3});
  EXPECT_EQ(Start(entries_, HeadOf(entries_), before), "");
  EXPECT_EQ(started_with_, HeadOf(entries_));
  EXPECT_EQ(Start(entries_, HeadOf(entries_), ""), "");
  EXPECT_EQ(started_with_, HeadOf(entries_));
}

TEST_F(RecoveryTest, RefusesALogWithoutAHeadBesideItUnlessItIsFresh) {
  EXPECT_THAT(Start(entries_, HeadOf(entries_), std::nullopt), HasSubstr("no file \"head\""));
  EXPECT_THAT(Start(entries_, "", std::nullopt), HasSubstr("newest checkpoint"));
  // The head in the log tells that it is not fresh, though its entries have gone.
  EXPECT_THAT(Start({}, HeadOf(entries_), std::nullopt), HasSubstr("no file \"head\""));
  EXPECT_EQ(Start({}, "", std::nullopt), "");
}

TEST_F(RecoveryTest, KeepsAnOlderHeadBesideTheLogWhereItCannotBringItUp) {
  const std::string before = HeadOf({entries_.begin(), entries_.begin() + 3});
  ASSERT_TRUE(ledger_.log.StoreHead(HeadOf(entries_)));
  ASSERT_TRUE(ledger_.heads.Store(before));
  ledger_.heads.BreakWrites();
  EXPECT_THAT(StartAgain(), HasSubstr("the file of the last head: the disk is full"));
  EXPECT_EQ(**ledger_.heads.Last(), before);
  EXPECT_EQ(*ledger_.log.LastHead(), HeadOf(entries_));
}

TEST_F(RecoveryTest, RefusesALogWhoseHeadCannotBeRead) {
  ASSERT_TRUE(ledger_.heads.Store(HeadOf(entries_)));
  ledger_.log.BreakHead();
  EXPECT_THAT(StartAgain(), HasSubstr("the log: cannot read the last head"));
}

TEST_F(RecoveryTest, RefusesADamagedHeadBesideTheLog) {
  std::string head = HeadOf(entries_);
  EXPECT_THAT(Start(entries_, head, head.substr(0, 20)), HasSubstr("damaged; put the newest"));
  EXPECT_THAT(Start(entries_, head, HeadOf(entries_, "mayor")), HasSubstr("newest checkpoint"));
  auto other = entries_;
  ChangeLeaf(other[5], [](Leaf& leaf) { leaf.signatures[0].signature.bytes[7] ^= 1; });
  EXPECT_THAT(Start(entries_, head, HeadOf(other)), HasSubstr("another root"));
}

TEST_F(RecoveryTest, RefusesALogWithAnotherTreeThanItsHead) {
  const std::string head = HeadOf(entries_);
  // The rules do not see a signature, so only the tree can tell.
  ChangeLeaf(entries_[5], [](Leaf& leaf) { leaf.signatures[0].signature.bytes[7] ^= 1; });
  EXPECT_THAT(Start(entries_, head), HasSubstr("another root"));
}

TEST_F(RecoveryTest, RefusesAHeadThatTheLogsKeyDidNotSign) {
  EXPECT_THAT(Start(entries_, HeadOf(entries_, "mayor")), HasSubstr("last head"));
  EXPECT_THAT(Start(entries_, "no note"), HasSubstr("damaged"));
}

TEST_F(RecoveryTest, RefusesAStateAheadOfTheLog) {
  MemoryLog log;
  MemoryHead heads;
  MemoryState state;
  ASSERT_TRUE(state.Write({}, 1));
  const auto standing = Recover(log, heads, state, IdentityOf(town_));
  ASSERT_FALSE(standing);
  EXPECT_THAT(standing.error().message, HasSubstr("the state was made from 1"));
}

TEST_F(RecoveryTest, RefusesAStateWithoutTheLedgersRow) {
  MemoryState state;
  ASSERT_TRUE(state.Write({}, entries_.size()));
  const auto standing = Recover(ledger_.log, ledger_.heads, state, IdentityOf(town_));
  ASSERT_FALSE(standing);
  EXPECT_THAT(standing.error().message, HasSubstr("the state has no ledger row"));
}

TEST_F(RecoveryTest, RefusesAStateWithoutTheTilesThatItClaims) {
  MemoryState state;
  ASSERT_TRUE(state.WriteTiles({}, 3));
  const auto standing = Recover(ledger_.log, ledger_.heads, state, IdentityOf(town_));
  ASSERT_FALSE(standing);
  EXPECT_THAT(standing.error().message, HasSubstr("the tree: "));
  EXPECT_EQ(state.tree_size(), 3U);
}

// A state that a newer program brought up, read by an older one that was put back.
TEST_F(RecoveryTest, RefusesRulesThatThisProgramDoesNotKnow) {
  auto row = *Find<LedgerRow>(ledger_.state.latest(), {});
  ASSERT_EQ(row.rules, kRulesVersion);
  ++row.rules;
  ledger_.state.Tamper(RowKey<LedgerRow>({}), RowValue(row));
  EXPECT_THAT(StartAgain(), HasSubstr("rules of version " + std::to_string(row.rules) +
                                      ", which this program does not know"));
}

TEST_F(RecoveryTest, RefusesOtherKeysThanTheGenesisNames) {
  LedgerIdentity identity = IdentityOf(town_);
  std::swap(identity.log_key, identity.service_key);
  EXPECT_THAT(StartAgainAs(identity), HasSubstr("another log key"));
  identity = IdentityOf(town_);
  identity.service_key = identity.log_key;
  EXPECT_THAT(StartAgainAs(identity), HasSubstr("another service key"));
  EXPECT_EQ(StartAgain(), "");
}

TEST_F(RecoveryTest, RefusesAnotherOriginOrClockThanTheGenesisNames) {
  MemoryLog log;
  ASSERT_EQ(log.Append(*log.BeginEpoch(), 0, entries_), AppendResult::kAppended);
  MemoryHead heads;
  ASSERT_TRUE(heads.Store(""));
  MemoryState state;
  LedgerIdentity identity = IdentityOf(town_, ClockMode::kReal);
  EXPECT_THAT(Recover(log, heads, state, identity).error().message, HasSubstr("another clock"));
  identity.origin = *Origin::Parse("other.example/x");
  EXPECT_THAT(Recover(log, heads, state, identity).error().message, HasSubstr("another origin"));
}

TEST_F(RecoveryTest, NamesTheEntryWhoseOutcomeIsAnother) {
  ChangeLeaf(entries_[7], [](Leaf& leaf) { leaf.outcome_hash[0] ^= 1; });
  EXPECT_THAT(Start(entries_), HasSubstr("entry 7"));
}

TEST_F(RecoveryTest, NamesTheEntryThatTheRulesRefuse) {
  ChangeLeaf(entries_[7], [](Leaf& leaf) { leaf.committed_at.ms += 60 * kDayMs; });
  EXPECT_THAT(Start(entries_), HasSubstr("entry 7 of the log is refused"));
}

TEST_F(RecoveryTest, NamesTheEntryThatIsKeptWithAnotherOutcomeOrOtherLinks) {
  auto entries = entries_;
  entries.back().outcome += "x";
  EXPECT_THAT(Start(entries), HasSubstr("kept with another outcome"));
  entries = entries_;
  ASSERT_FALSE(entries.back().links.empty());
  ++entries.back().links[0];
  EXPECT_THAT(Start(entries), HasSubstr("kept with other links"));
}

TEST_F(RecoveryTest, NamesTheEntryThatDoesNotDecode) {
  entries_[3].leaf.pop_back();
  EXPECT_THAT(Start(entries_), HasSubstr("entry 3"));
}

TEST_F(RecoveryTest, NamesTheEntryWhoseBodyIsNoInstruction) {
  ChangeLeaf(entries_[4], [](Leaf& leaf) { leaf.body = "{}"; });
  EXPECT_THAT(Start(entries_), HasSubstr("entry 4 of the log has a body that cannot be read"));
}

TEST_F(RecoveryTest, NamesALastEntryThatIsDamagedThoughTheStateHasIt) {
  ASSERT_EQ(StartAgain(), "");
  const uint64_t last = entries_.size() - 1;
  ledger_.log.Tamper(last, [](StoredEntry& entry) { entry.leaf.pop_back(); });
  EXPECT_THAT(StartAgain(),
              HasSubstr("entry " + std::to_string(last) + " of the log does not decode"));
}

// The first entry names the ledger, the last one the time that must not go back.
TEST_F(RecoveryTest, RefusesALogThatCannotBeReadWhereTheStateHasEverything) {
  ASSERT_EQ(StartAgain(), "");
  for (const uint64_t from : {uint64_t{0}, entries_.size() - 1}) {
    ledger_.log.BreakReads(from);
    EXPECT_THAT(StartAgain(), HasSubstr("the log: cannot read")) << from;
  }
  ledger_.log.RepairReads();
  EXPECT_EQ(StartAgain(), "");
}

TEST_F(RecoveryTest, AppliesNothingOfATailThatCannotBeRead) {
  MemoryState state;
  for (const uint64_t from : {uint64_t{0}, uint64_t{5}, entries_.size() - 1}) {
    ledger_.log.BreakReads(from);
    const auto caught_up = CatchUp(ledger_.log, state);
    ASSERT_FALSE(caught_up) << from;
    EXPECT_THAT(caught_up.error().message, HasSubstr("the log: cannot read"));
    EXPECT_EQ(state.applied_size(), 0U);
  }
  ledger_.log.RepairReads();
  EXPECT_TRUE(CatchUp(ledger_.log, state));
  EXPECT_EQ(state.applied_size(), entries_.size());
}

}  // namespace
}  // namespace enishi
