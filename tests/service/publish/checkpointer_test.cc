#include "ledger/service/publish/checkpointer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/tree.h"
#include "tests/fixtures/memory_ledger.h"

namespace enishi {
namespace {

using testing::MemoryLedger;
using testing::Town;

class CheckpointerTest : public ::testing::Test {
 protected:
  Checkpointer::Parts Parts() {
    return {.log = ledger_.log,
            .fresh = ledger_.fresh,
            .heads = ledger_.heads,
            .state = ledger_.state,
            .failure = ledger_.failure,
            .key = town_.Key("log")};
  }
  Parsed<Checkpoint> Opened(const std::string& note) {
    const auto opened = OpenCheckpoint(note, CheckpointVerifier(origin_, log_key_));
    if (!opened) return FormatError{std::string(Describe(opened.error()))};
    return *opened;
  }

  Town town_;
  MemoryLedger ledger_{town_};
  const Origin origin_ = *Origin::Parse("town.example/ledger");
  const PublicKey log_key_ = town_.Key("log").public_key();
};

TEST_F(CheckpointerTest, PublishesNothingBeforeTheGenesis) {
  Checkpointer checkpointer(Parts(), {});
  checkpointer.Publish();
  EXPECT_EQ(checkpointer.head().note, "");
}

TEST_F(CheckpointerTest, SignsTheTreeOfAllEntriesAndStoresItFirst) {
  town_.Found();
  town_.Furnish();
  ledger_.Follow(town_);
  Checkpointer checkpointer(Parts(), {});
  checkpointer.Publish();
  const auto opened = Opened(checkpointer.head().note);
  ASSERT_TRUE(opened) << opened.error().message;
  Frontier tree;
  for (const std::string& leaf : town_.leaves()) tree.Append(LeafHash(leaf));
  EXPECT_EQ(opened->size, tree.size());
  EXPECT_EQ(opened->root, tree.Root());
  EXPECT_EQ(*ledger_.log.LastHead(), checkpointer.head().note);
  EXPECT_EQ(**ledger_.heads.Last(), checkpointer.head().note);
  EXPECT_EQ(ledger_.state.tree_size(), tree.size());
}

TEST_F(CheckpointerTest, SignsNoSizeTwice) {
  town_.Found();
  ledger_.Follow(town_);
  Checkpointer checkpointer(Parts(), {.note = "the head of a start", .size = 1});
  checkpointer.Publish();
  EXPECT_EQ(checkpointer.head().note, "the head of a start");
  town_.Furnish();
  ledger_.Follow(town_);
  checkpointer.Publish();
  EXPECT_EQ(Opened(checkpointer.head().note)->size, town_.leaves().size());
}

TEST_F(CheckpointerTest, PublishesNothingThatItCouldNotStore) {
  town_.Found();
  ledger_.Follow(town_);
  Checkpointer checkpointer(Parts(), {});
  checkpointer.Publish();
  const std::string head = checkpointer.head().note;
  town_.Furnish();
  ledger_.Follow(town_);
  ledger_.log.Then(MemoryLog::Order::kUnknownAndLost);
  town_.OpenParticipant("aoi");
  ledger_.Step(testing::InstructionIn(town_.leaves().back()));
  checkpointer.Publish();
  EXPECT_EQ(checkpointer.head().note, head);
  EXPECT_NE(ledger_.failure.text(), "");
}

TEST_F(CheckpointerTest, PublishesNothingThatItCouldNotStoreBesideTheLog) {
  town_.Found();
  ledger_.Follow(town_);
  ledger_.heads.BreakWrites();
  Checkpointer checkpointer(Parts(), {});
  checkpointer.Publish();
  EXPECT_EQ(checkpointer.head().note, "");
  // The log's own is never ahead of the one beside it.
  EXPECT_EQ(*ledger_.log.LastHead(), "");
  EXPECT_NE(ledger_.failure.text(), "");
}

TEST_F(CheckpointerTest, SignsNothingWhenEntriesCannotBeRead) {
  town_.Found();
  ledger_.Follow(town_);
  // Otherwise it would not have to read them.
  EXPECT_EQ(ledger_.fresh.Take(0, ledger_.log.size()).size(), ledger_.log.size());
  ledger_.log.BreakReads();
  Checkpointer checkpointer(Parts(), {});
  checkpointer.Publish();
  EXPECT_EQ(checkpointer.head().note, "");
  EXPECT_EQ(*ledger_.log.LastHead(), "");
  EXPECT_NE(ledger_.failure.text(), "");
}

TEST_F(CheckpointerTest, SignsNothingWhoseTilesCannotBeRead) {
  town_.Found();
  ledger_.Follow(town_);
  Checkpointer before(Parts(), {});
  before.Publish();
  const std::string head = before.head().note;
  ledger_.state.LoseTiles();
  // As after a start that has to sign the head anew, all tiles being written.
  Checkpointer again(Parts(), {});
  again.Publish();
  EXPECT_EQ(again.head().note, "");
  EXPECT_THAT(ledger_.failure.text(), ::testing::HasSubstr("the tree: "));
  EXPECT_EQ(*ledger_.log.LastHead(), head);
  EXPECT_EQ(**ledger_.heads.Last(), head);
}

TEST_F(CheckpointerTest, SignsNothingWhoseTilesCannotBeContinued) {
  town_.Found();
  ledger_.Follow(town_);
  Checkpointer checkpointer(Parts(), {});
  checkpointer.Publish();
  const std::string head = checkpointer.head().note;
  ledger_.state.LoseTiles();
  town_.Furnish();
  ledger_.Follow(town_);
  checkpointer.Publish();
  EXPECT_EQ(checkpointer.head().note, head);
  EXPECT_THAT(ledger_.failure.text(), ::testing::HasSubstr("the tree: "));
  EXPECT_EQ(*ledger_.log.LastHead(), head);
  EXPECT_EQ(ledger_.state.tree_size(), 1U);
}

}  // namespace
}  // namespace enishi
