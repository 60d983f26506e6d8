#include "ledger/service/write/sequencer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <system_error>
#include <thread>

#include "tests/fixtures/memory_ledger.h"
#include "tests/fixtures/refused_threads.h"

namespace enishi {
namespace {

using testing::MemoryLedger;
using testing::Town;

// A payment whose answer holds up the thread that commits, until it is released.
class HeldCommit {
 public:
  HeldCommit(Sequencer& sequencer, Instruction payment) {
    sequencer.Submit({std::move(payment), [this](const Answer& /*answer*/) {
                        entered_.set_value();
                        release_.get_future().wait();
                      }});
    entered_.get_future().wait();
  }
  void Release() { release_.set_value(); }

 private:
  std::promise<void> entered_;
  std::promise<void> release_;
};

class SequencerTest : public ::testing::Test {
 protected:
  SequencerTest() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("aoi");
    town_.OpenShop("bakery");
    town_.Charge("aoi", 100'000);
    ledger_.Follow(town_);
  }
  Instruction Payment() {
    return town_.Make("aoi", PaymentPay{town_.Account("bakery"), Town::Currency(), Town::Points(1),
                                        std::nullopt});
  }

  Town town_;
  MemoryLedger ledger_{town_};
};

TEST_F(SequencerTest, AnswersEverythingOnceAndInOrderWhateverTheBatches) {
  std::vector<Instruction> payments;
  for (int i = 0; i < 300; ++i) payments.push_back(Payment());
  for (const size_t batch_max : {size_t{1}, size_t{7}, size_t{1024}}) {
    MemoryLedger ledger(town_);
    ledger.Follow(town_);
    const uint64_t first = ledger.log.size();
    std::vector<uint64_t> indices;
    Sequencer sequencer(*ledger.committer, {.queue_max = 1000, .batch_max = batch_max});
    for (const Instruction& payment : payments) {
      sequencer.Submit({payment, [&](const Answer& answer) {
                          indices.push_back(std::get<Accepted>(answer).index);
                        }});
    }
    sequencer.Stop();
    ASSERT_EQ(indices.size(), payments.size());
    for (size_t i = 0; i < indices.size(); ++i) EXPECT_EQ(indices[i], first + i);
    EXPECT_EQ(ledger.log.size(), first + payments.size());
    EXPECT_EQ(ledger.state.applied_size(), ledger.log.size());
  }
}

TEST_F(SequencerTest, AThreadThatTheSystemRefusesEndsTheStartAndNotTheProcess) {
  if (!testing::RefusedThreads::IsEffective()) GTEST_SKIP() << "a sanitizer starts the threads";
  for (int allowed = 0; allowed < 2; ++allowed) {
    const testing::RefusedThreads refused(allowed);
    EXPECT_THROW(Sequencer(*ledger_.committer, {.queue_max = 10, .batch_max = 10}),
                 std::system_error)
        << allowed;
  }
}

TEST_F(SequencerTest, AnswersALoneInstructionWithoutWaitingForMore) {
  Sequencer sequencer(*ledger_.committer, {.queue_max = 10, .batch_max = 10});
  for (int i = 0; i < 3; ++i) {
    std::promise<Answer> answer;
    sequencer.Submit({Payment(), [&](const Answer& given) { answer.set_value(given); }});
    EXPECT_TRUE(std::holds_alternative<Accepted>(answer.get_future().get()));
  }
}

TEST_F(SequencerTest, GathersInOneBatchWhatComesWhileTheOneBeforeIsCommitted) {
  Sequencer sequencer(*ledger_.committer, {.queue_max = 100, .batch_max = 100});
  HeldCommit held(sequencer, Payment());
  const uint64_t appends = ledger_.log.appends();
  std::atomic<int> answered = 0;
  for (int i = 0; i < 40; ++i) {
    sequencer.Submit({Payment(), [&](const Answer& /*answer*/) { ++answered; }});
  }
  EXPECT_EQ(answered, 0);
  held.Release();
  sequencer.Stop();
  EXPECT_EQ(answered, 40);
  // One that was begun while the rest still came, and one for the rest.
  EXPECT_LE(ledger_.log.appends(), appends + 2);
}

// A commit that takes long is no reason to begin the next batch only after it, nor is a stop.
TEST_F(SequencerTest, CommitsWhatItDecidedMeanwhileThoughNothingMoreComes) {
  Sequencer sequencer(*ledger_.committer, {.queue_max = 1'000'000, .batch_max = 1'000'000});
  HeldCommit held(sequencer, Payment());
  const uint64_t appends = ledger_.log.appends();
  const uint64_t first = ledger_.log.size();
  std::vector<uint64_t> indices;
  uint64_t submitted = 0;
  // Until there are so many that they are decided before the commit is done.
  do {
    sequencer.Submit({Payment(), [&](const Answer& answer) {
                        indices.push_back(std::get<Accepted>(answer).index);
                      }});
    ++submitted;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  } while (sequencer.waiting() > 0);
  EXPECT_EQ(ledger_.log.appends(), appends);
  auto stopped = std::async(std::launch::async, [&] { sequencer.Stop(); });
  EXPECT_EQ(stopped.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
  held.Release();
  stopped.get();
  ASSERT_EQ(indices.size(), submitted);
  for (size_t i = 0; i < indices.size(); ++i) EXPECT_EQ(indices[i], first + i);
  EXPECT_EQ(ledger_.log.appends(), appends + 1);
}

TEST_F(SequencerTest, TellsThoseThatComeAfterTheEnd) {
  Sequencer sequencer(*ledger_.committer, {.queue_max = 10, .batch_max = 10});
  sequencer.Stop();
  sequencer.Stop();
  std::optional<Answer> answer;
  sequencer.Submit({Payment(), [&](const Answer& given) { answer = given; }});
  ASSERT_TRUE(answer);
  EXPECT_EQ(std::get<Unavailable>(*answer), Unavailable::kStopping);
}

}  // namespace
}  // namespace enishi
