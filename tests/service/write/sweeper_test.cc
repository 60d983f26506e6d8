#include "ledger/service/write/sweeper.h"

#include <gtest/gtest.h>

#include "tests/fixtures/memory_ledger.h"
#include "tests/fixtures/memory_service.h"

namespace enishi {
namespace {

using testing::InstructionIn;
using testing::MemoryService;
using testing::Town;

// A ledger in which somebody's bonus has expired, and nobody has moved it yet.
class SweeperTest : public ::testing::Test {
 protected:
  SweeperTest() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("aoi");
    town_.Announce("drill", 200);
    town_.Do("coordinator", ParticipationRecord{Town::Name("drill"), town_.Account("aoi")});
    town_.AdvanceTo(Town::Day("2026-10-01").Start());
    service_.Follow(town_);
    size_ = service_.log().size();
  }
  // One look by the ledger's own service moves it, whatever came before.
  void ExpectSweptByTheService() {
    Sweeper sweeper(service_, town_.Key("service"));
    sweeper.Look();
    EXPECT_FALSE(sweeper.sweeping());
    ASSERT_EQ(service_.log().size(), size_ + 1);
    EXPECT_EQ(KindName(InstructionIn(service_.log().Read(size_)->leaf).payload), "expiry.sweep");
  }

  Town town_;
  MemoryService service_;
  uint64_t size_ = 0;
};

TEST_F(SweeperTest, LooksOnceADayUntilItIsWoken) {
  Sweeper sweeper(service_, town_.Key("service"));
  sweeper.Look();
  EXPECT_FALSE(sweeper.sweeping());
  EXPECT_EQ(service_.log().size(), size_ + 1);
  sweeper.Look();
  EXPECT_FALSE(sweeper.sweeping());
  sweeper.Wake();
  EXPECT_TRUE(sweeper.sweeping());
  sweeper.Look();
  EXPECT_FALSE(sweeper.sweeping());
  EXPECT_EQ(service_.log().size(), size_ + 1);
}

// As long as the clock moves on under it, or where the key is not the one that the genesis names.
TEST_F(SweeperTest, RestsAfterAFewRefusalsWithItsWorkLeft) {
  Sweeper sweeper(service_, town_.Key("stranger"));
  const uint64_t rejected = service_.counters().rejected;
  sweeper.Look();
  EXPECT_TRUE(sweeper.sweeping());
  EXPECT_EQ(service_.counters().rejected, rejected + 3);
  EXPECT_EQ(service_.log().size(), size_);
  ExpectSweptByTheService();
}

TEST_F(SweeperTest, AsksNothingOfALedgerThatIsReadOnly) {
  Sweeper sweeper(service_, town_.Key("service"));
  service_.failure_text = "the log: the disk is full";
  sweeper.Look();
  EXPECT_TRUE(sweeper.sweeping());
  EXPECT_EQ(service_.log().size(), size_);
  service_.failure_text.clear();
  ExpectSweptByTheService();
}

TEST_F(SweeperTest, TriesAgainLaterWhenTheQueueIsFull) {
  Sweeper sweeper(service_, town_.Key("service"));
  service_.unavailable = Unavailable::kQueueFull;
  sweeper.Look();
  EXPECT_TRUE(sweeper.sweeping());
  EXPECT_EQ(service_.log().size(), size_);
  service_.unavailable.reset();
  sweeper.Look();
  EXPECT_FALSE(sweeper.sweeping());
  EXPECT_EQ(service_.log().size(), size_ + 1);
}

TEST_F(SweeperTest, MovesNothingOnceItWasToldToStop) {
  Sweeper sweeper(service_, town_.Key("service"));
  sweeper.Stop();
  sweeper.Look();
  EXPECT_TRUE(sweeper.sweeping());
  EXPECT_EQ(service_.log().size(), size_);
  ExpectSweptByTheService();
}

}  // namespace
}  // namespace enishi
