#include "tests/soak/acknowledgements.h"

#include <gtest/gtest.h>

#include "tests/fixtures/temporary_folder.h"

namespace enishi::soak {
namespace {

constexpr uint64_t kBefore = 3;  // entries before the first payment

// A log whose entries have their index as mark, and a time that follows from it.
class AcknowledgementsTest : public ::testing::Test {
 protected:
  void SetUp() override { Show(kBefore); }

  static Timestamp TimeOf(uint64_t index) { return {1'775'001'600'000 + index}; }
  void Show(uint64_t size) {
    for (uint64_t i = acknowledgements_.read_size(); i < size; ++i)
      acknowledgements_.Append(TimeOf(i), i);
  }
  void Acknowledge(uint64_t index) { Acknowledge({index, TimeOf(index), index}); }
  void Acknowledge(const Acknowledgement& acknowledgement) {
    acknowledgements_.Keep(acknowledgement, Uuid::At(acknowledgement.committed_at));
  }
  // As with a head over all acknowledged entries.
  void CompareAll() { acknowledgements_.Compare(acknowledgements_.acknowledged_size()); }

  TemporaryFolder folder_;
  Acknowledgements acknowledgements_{folder_.path() / "acknowledgements"};
};

TEST_F(AcknowledgementsTest, AreInALogThatHasEachAtItsIndex) {
  for (uint64_t index = kBefore; index < 10; ++index) Acknowledge(index);
  Show(10);
  CompareAll();
  EXPECT_EQ(acknowledgements_.lost(), 0U) << acknowledgements_.first_lost();
  EXPECT_EQ(acknowledgements_.CountDoubled(), 0U);
  EXPECT_EQ(acknowledgements_.CountUnclaimed(kBefore), 0U);
  EXPECT_EQ(acknowledgements_.acknowledged(), 7U);
}

TEST_F(AcknowledgementsTest, AreLostIfTheLogHasAnotherEntryOrTime) {
  Show(10);
  Acknowledge({4, TimeOf(4), 5});
  Acknowledge({5, TimeOf(6), 5});
  CompareAll();
  EXPECT_EQ(acknowledgements_.lost(), 2U);
  EXPECT_EQ(acknowledgements_.first_lost(),
            "index 4, answered for " + FormatUtc(TimeOf(4)) + ", holds something else");
}

TEST_F(AcknowledgementsTest, AreLostIfTheLogEndsBeforeThem) {
  Show(10);
  Acknowledge(10);
  CompareAll();
  EXPECT_EQ(acknowledgements_.lost(), 1U);
}

TEST_F(AcknowledgementsTest, BeyondTheHeadAreComparedLater) {
  Show(10);
  Acknowledge(10);
  acknowledgements_.Compare(10);
  EXPECT_EQ(acknowledgements_.lost(), 0U);
  Show(11);
  acknowledgements_.Compare(10);
  EXPECT_EQ(acknowledgements_.lost(), 0U);
  EXPECT_EQ(acknowledgements_.CountUnclaimed(10), 0U);
}

TEST_F(AcknowledgementsTest, FindPaymentsThatAreTwiceInTheLog) {
  Show(10);
  acknowledgements_.Append(TimeOf(10), 7);
  EXPECT_EQ(acknowledgements_.CountDoubled(), 1U);
}

TEST_F(AcknowledgementsTest, FindEntriesThatWereNotAcknowledged) {
  Show(6);
  Acknowledge(4);
  CompareAll();
  EXPECT_EQ(acknowledgements_.CountUnclaimed(kBefore), 2U);
}

TEST_F(AcknowledgementsTest, AreAllComparedAgainWithAnotherLog) {
  for (uint64_t index = kBefore; index < 10; ++index) Acknowledge(index);
  Show(10);
  CompareAll();
  acknowledgements_.BeginAnew();
  Show(8);
  CompareAll();
  EXPECT_EQ(acknowledgements_.lost(), 2U);
}

}  // namespace
}  // namespace enishi::soak
