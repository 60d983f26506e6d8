#include "tests/soak/promises.h"

#include <gtest/gtest.h>

#include "tests/fixtures/temporary_folder.h"

namespace enishi::soak {
namespace {

constexpr uint64_t kBefore = 3;  // entries that were there before anybody paid

// A log of which the entries have their index as their body's mark, and the time of that.
class PromisesTest : public ::testing::Test {
 protected:
  void SetUp() override { Show(kBefore); }

  static Timestamp TimeOf(uint64_t index) { return {1'775'001'600'000 + index}; }
  void Show(uint64_t size) {
    for (uint64_t i = promises_.read_size(); i < size; ++i) promises_.Append(TimeOf(i), i);
  }
  void Promise(uint64_t index) { Promise({index, TimeOf(index), index}); }
  void Promise(const Acknowledgement& acknowledgement) {
    promises_.Keep(acknowledgement, Uuid::At(acknowledgement.committed_at));
  }
  // With a head over all that was promised.
  void CompareAll() { promises_.Compare(promises_.promised_size()); }

  TemporaryFolder folder_;
  Promises promises_{folder_.path() / "promises"};
};

TEST_F(PromisesTest, AreKeptByALogThatHoldsEachAtItsIndex) {
  for (uint64_t index = kBefore; index < 10; ++index) Promise(index);
  Show(10);
  CompareAll();
  EXPECT_EQ(promises_.lost(), 0U) << promises_.first_lost();
  EXPECT_EQ(promises_.CountDoubled(), 0U);
  EXPECT_EQ(promises_.CountUnclaimed(kBefore), 0U);
  EXPECT_EQ(promises_.acknowledged(), 7U);
}

TEST_F(PromisesTest, AreLostByALogThatHoldsAnotherEntryOrTimeThere) {
  Show(10);
  Promise({4, TimeOf(4), 5});
  Promise({5, TimeOf(6), 5});
  CompareAll();
  EXPECT_EQ(promises_.lost(), 2U);
  EXPECT_EQ(promises_.first_lost(),
            "index 4, answered for " + FormatUtc(TimeOf(4)) + ", holds something else");
}

TEST_F(PromisesTest, AreLostByALogThatEndsBeforeThem) {
  Show(10);
  Promise(10);
  CompareAll();
  EXPECT_EQ(promises_.lost(), 1U);
}

TEST_F(PromisesTest, BeyondAHeadWaitForTheNextOne) {
  Show(10);
  Promise(10);
  promises_.Compare(10);
  EXPECT_EQ(promises_.lost(), 0U);
  Show(11);
  promises_.Compare(10);
  EXPECT_EQ(promises_.lost(), 0U);
  EXPECT_EQ(promises_.CountUnclaimed(10), 0U);
}

TEST_F(PromisesTest, FindPaymentsThatStandInTheLogTwice) {
  Show(10);
  promises_.Append(TimeOf(10), 7);
  EXPECT_EQ(promises_.CountDoubled(), 1U);
}

TEST_F(PromisesTest, FindEntriesThatNobodyWasToldOf) {
  Show(6);
  Promise(4);
  CompareAll();
  EXPECT_EQ(promises_.CountUnclaimed(kBefore), 2U);
}

TEST_F(PromisesTest, AreAllComparedAnewWithAnotherLog) {
  for (uint64_t index = kBefore; index < 10; ++index) Promise(index);
  Show(10);
  CompareAll();
  promises_.BeginAnew();
  Show(8);
  CompareAll();
  EXPECT_EQ(promises_.lost(), 2U);
}

}  // namespace
}  // namespace enishi::soak
