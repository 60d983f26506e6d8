#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include "ledger/state/state_store.h"
#include "tests/scenarios/live_town.h"

// The service is killed repeatedly while clients pay. A client without an answer sends the same
// bytes until it gets one. At the end every payment is in the log once, and no answer has changed.

namespace enishi::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kKills = 20;
constexpr int kKillsMax = 100;  // on a machine so slow that kills rarely meet a commit
constexpr int kSinglePayers = 5;
constexpr int kBatchPayers = 1;
constexpr size_t kBatchLines = 20;
constexpr int64_t kCharge = 100'000;
constexpr int kCharges = 5;
constexpr std::array<const char*, 3> kShops = {"bakery", "bathhouse", "bookshop"};

// A payment and its answer.
struct Paid {
  std::string envelope;
  std::string shop;
  int64_t amount = 0;
  Answered answer;
};

bool IsUndecided(const std::string& code) {
  static const std::set<std::string> codes = {"outcome_unknown", "unreachable", "queue_full",
                                              "ledger_read_only", "stopping"};
  return codes.contains(code);
}

// A payer, or a till that sends batches, which pays until it is stopped.
class Payer {
 public:
  Payer(LiveTown& town, std::string label, size_t at_once, uint32_t seed)
      : town_(town),
        label_(std::move(label)),
        key_(town.Entry(label_)),
        at_once_(at_once),
        random_(seed) {}

  void Begin() {
    thread_ = std::thread([this] {
      while (!stopping_) PaySome();
    });
  }
  // Pending payments are answered first.
  void End() {
    stopping_ = true;
    thread_.join();
  }

  [[nodiscard]] std::vector<Paid> paid() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return paid_;
  }
  [[nodiscard]] const std::string& label() const { return label_; }
  // Attempts without an answer, and payments accepted in such an attempt.
  [[nodiscard]] size_t lost() const { return lost_; }
  [[nodiscard]] size_t found_again() const { return found_again_; }

 private:
  Paid Choose() {
    Paid paid;
    paid.shop = kShops[random_() % kShops.size()];
    paid.amount = 1 + static_cast<int64_t>(random_() % 20);
    paid.envelope = town_.Envelope(label_, PaymentPay{town_.Account(paid.shop), Town::Currency(),
                                                      Town::Points(paid.amount), std::nullopt});
    return paid;
  }

  void PaySome() {
    std::vector<Paid> some;
    std::vector<std::string> envelopes;
    for (size_t i = 0; i < at_once_; ++i) {
      some.push_back(Choose());
      envelopes.push_back(some.back().envelope);
    }
    while (!Send(some, envelopes)) {
      ++lost_;
      caller_.reset();
      std::this_thread::sleep_for(milliseconds(20));
    }
    ExpectThere(some.back().answer);
    const std::lock_guard<std::mutex> lock(mutex_);
    for (Paid& one : some) {
      EXPECT_TRUE(one.answer.accepted) << label_ << ": " << one.answer.code;
      if (one.answer.repeated) ++found_again_;
      paid_.push_back(std::move(one));
    }
  }

  // Returns false if nothing is known yet.
  bool Send(std::vector<Paid>& some, const std::vector<std::string>& envelopes) {
    if (!caller_) {
      caller_ = std::make_unique<Caller>(town_.url());
      caller_->client.set_patience(milliseconds(0));
    }
    if (some.size() == 1) {
      some.front().answer = AnswerOf(caller_->client.Submit(envelopes.front()));
      return !IsUndecided(some.front().answer.code);
    }
    const auto lines = caller_->client.SubmitLines(envelopes);
    if (!lines) {
      EXPECT_TRUE(IsUndecided(lines.error().code)) << lines.error().code;
      return false;
    }
    for (size_t i = 0; i < some.size(); ++i) {
      const LineAnswer& line = (*lines)[i];
      some[i].answer = {line.accepted(), line.repeated, line.index, line.committed_at, line.code};
    }
    return true;
  }

  // An answer never comes before its commit. A kill alone would rarely show a violation, because
  // data given to the system survives the process.
  void ExpectThere(const Answered& answer) {
    if (random_() % 4 != 0) return;
    const auto entry = caller_->client.Get("/v1/entries/" + std::to_string(answer.index), &key_);
    if (!entry) {
      EXPECT_NE(entry.error().code, "not_found") << label_ << ": index " << answer.index;
    }
  }

  LiveTown& town_;
  const std::string label_;
  const KeyEntry key_;
  const size_t at_once_;
  std::mt19937 random_;
  std::unique_ptr<Caller> caller_;
  std::atomic<bool> stopping_ = false;
  std::atomic<size_t> lost_ = 0;
  std::atomic<size_t> found_again_ = 0;
  mutable std::mutex mutex_;
  std::vector<Paid> paid_;
  std::thread thread_;
};

class Kill : public ::testing::Test {
 protected:
  void SetUp() override {
    town_.FoundAndFurnish();
    for (const char* shop : kShops) town_.OpenShop(shop);
    uint32_t seed = 1;
    for (int i = 0; i < kSinglePayers; ++i) {
      payers_.push_back(
          std::make_unique<Payer>(town_, "payer-" + std::to_string(i), size_t{1}, seed++));
    }
    for (int i = 0; i < kBatchPayers; ++i) {
      payers_.push_back(
          std::make_unique<Payer>(town_, "till-" + std::to_string(i), kBatchLines, seed++));
    }
    for (const auto& payer : payers_) Open(payer->label());
    Open("checker");
    Caller caller(town_.url());
    furniture_ = caller.client.Ledger()->size;
  }

  void Open(const std::string& label) {
    town_.OpenParticipant(label);
    for (int i = 0; i < kCharges; ++i) town_.Charge(label, kCharge);
  }

  milliseconds Between(int least, int most) {
    return milliseconds(std::uniform_int_distribution<int>(least, most)(random_));
  }

  // Load for a while, with checks of the heads.
  void WatchFor(milliseconds time) {
    const auto until = steady_clock::now() + time;
    while (steady_clock::now() < until) {
      const auto info = town_.CheckHead();
      ASSERT_TRUE(info.has_value()) << info.error().code << " " << info.error().detail.en;
      std::this_thread::sleep_for(milliseconds(20));
    }
  }

  void KillSomehow(int round) {
    if (round % 5 == 4) {
      // An orderly stop under load, which clients must not notice more than a kill.
      EXPECT_EQ(town_.process().Terminate(), 0) << town_.process().err();
      if (!town_.Start()) return;
      WatchFor(Between(50, 200));
    }
    if (round % 4 == 3) {
      // A kill during an orderly stop.
      town_.process().Signal(SIGTERM);
      std::this_thread::sleep_for(Between(0, 40));
    }
    town_.process().Kill();
    if (round % 4 == 2) {
      // A kill during the recovery.
      town_.StartWithoutWaiting();
      std::this_thread::sleep_for(Between(0, 400));
      town_.process().Kill();
    }
  }

  // Every answered payment gets the same answer again.
  void ExpectSameAnswers(const std::vector<Paid>& paid) {
    Caller caller(town_.url());
    for (size_t from = 0; from < paid.size(); from += 500) {
      const size_t count = std::min<size_t>(500, paid.size() - from);
      std::vector<std::string> envelopes;
      for (size_t i = 0; i < count; ++i) envelopes.push_back(paid[from + i].envelope);
      const auto lines = caller.client.SubmitLines(envelopes);
      ASSERT_TRUE(lines.has_value()) << lines.error().code;
      for (size_t i = 0; i < count; ++i) {
        const Answered& before = paid[from + i].answer;
        const LineAnswer& line = (*lines)[i];
        ASSERT_TRUE(line.repeated) << "an acknowledged payment is missing: index " << before.index
                                   << ", now " << line.status << " " << line.code;
        ASSERT_EQ(line.index, before.index);
        ASSERT_EQ(line.committed_at, before.committed_at);
      }
    }
  }

  // The payments acknowledged last, and some older ones.
  std::vector<Paid> Sample() {
    std::vector<Paid> sample;
    for (const auto& payer : payers_) {
      const auto paid = payer->paid();
      for (size_t i = 0; i < paid.size() && i < 50; ++i) {
        sample.push_back(i < 40 ? paid[paid.size() - 1 - i] : paid[random_() % paid.size()]);
      }
    }
    return sample;
  }

  // A new entry comes after all entries acknowledged before the kill.
  void ExpectTimeGoesOn(const std::vector<Paid>& before) {
    Caller caller(town_.url());
    Paid fresh{town_.Envelope("checker", PaymentPay{town_.Account(kShops[0]), Town::Currency(),
                                                    Town::Points(1), std::nullopt}),
               kShops[0],
               1,
               {}};
    fresh.answer = AnswerOf(caller.client.Submit(fresh.envelope));
    ASSERT_TRUE(fresh.answer.accepted) << fresh.answer.code;
    for (const Paid& old : before) {
      ASSERT_GT(fresh.answer.index, old.answer.index);
      ASSERT_GE(fresh.answer.committed_at, old.answer.committed_at);
    }
    checked_.push_back(std::move(fresh));
  }

  std::vector<Paid> All() {
    std::vector<Paid> all = checked_;
    for (const auto& payer : payers_) {
      for (Paid& paid : payer->paid()) all.push_back(std::move(paid));
    }
    std::sort(all.begin(), all.end(), [](const Paid& one, const Paid& other) {
      return one.answer.index < other.answer.index;
    });
    return all;
  }

  void ExpectEachOnceAndInOrder(const std::vector<Paid>& all) {
    // The log has only the furnishing and the acknowledged payments, each at its index.
    for (size_t i = 0; i < all.size(); ++i) {
      ASSERT_EQ(all[i].answer.index, furniture_ + i);
      if (i > 0) {
        ASSERT_GE(all[i].answer.committed_at, all[i - 1].answer.committed_at);
      }
    }
    Caller caller(town_.url());
    EXPECT_EQ(caller.client.Ledger()->size, furniture_ + all.size());
  }

  void ExpectBalances(const std::vector<Paid>& all) {
    std::map<std::string, int64_t> shops;
    for (const Paid& paid : all) shops[paid.shop] += paid.amount;
    for (const auto& [shop, sum] : shops) EXPECT_EQ(town_.LiveBalance(shop), sum) << shop;
    for (const auto& payer : payers_) {
      int64_t spent = 0;
      for (const Paid& paid : payer->paid()) spent += paid.amount;
      EXPECT_EQ(town_.LiveBalance(payer->label()), kCharges * kCharge - spent) << payer->label();
    }
  }

  // The state after all kills equals the one rebuilt from the log.
  void ExpectRebuiltAlike() {
    const auto kept = town_.folder() / "state-before";
    std::filesystem::copy(town_.ledger_folder() / "state", kept,
                          std::filesystem::copy_options::recursive);
    const Ended rebuilt = RunToEnd(
        {EnishidProgram(), {"rebuild", "--folder", town_.ledger_folder()}}, town_.folder());
    ASSERT_EQ(rebuilt.exit, 0) << rebuilt.err;
    const auto before = StateStore::Open({.folder = kept});
    const auto after = StateStore::Open({.folder = town_.ledger_folder() / "state"});
    ASSERT_TRUE(before.has_value() && after.has_value());
    EXPECT_EQ((*before)->applied_size(), (*after)->applied_size());
    const auto difference = (*before)->FirstDifference(**after);
    ASSERT_TRUE(difference.has_value());
    EXPECT_EQ(*difference, "");
  }

  [[nodiscard]] size_t FoundAgain() const {
    size_t found_again = 0;
    for (const auto& payer : payers_) found_again += payer->found_again();
    return found_again;
  }

  LiveTown town_{ClockMode::kReal};
  std::vector<std::unique_ptr<Payer>> payers_;
  std::vector<Paid> checked_;
  uint64_t furniture_ = 0;
  std::mt19937 random_{7};
};

TEST_F(Kill, LosesAndDoublesNoPayment) {
  for (const auto& payer : payers_) payer->Begin();
  // The test is meaningful only if some kills fall between a commit and its answer.
  const auto is_enough = [&](int round) {
    return round >= kKillsMax || (round >= kKills && FoundAgain() > 0);
  };
  for (int round = 0; !is_enough(round) && !HasFatalFailure(); ++round) {
    SCOPED_TRACE("kill " + std::to_string(round));
    WatchFor(Between(50, 400));
    KillSomehow(round);
    const std::vector<Paid> sample = Sample();
    if (!town_.Start()) break;
    const auto head = town_.CheckHead();
    EXPECT_TRUE(head.has_value()) << head.error().code << " " << head.error().detail.en;
    ExpectSameAnswers(sample);
    ExpectTimeGoesOn(sample);
  }
  for (const auto& payer : payers_) payer->End();
  ASSERT_FALSE(HasFailure()) << town_.process().err();

  const std::vector<Paid> all = All();
  ExpectEachOnceAndInOrder(all);
  ExpectBalances(all);
  ExpectSameAnswers(all);
  town_.AuditLive();
  EXPECT_EQ(town_.process().Terminate(), 0) << town_.process().err();
  ExpectRebuiltAlike();
  if (!town_.Start()) return;
  EXPECT_TRUE(town_.CheckHead().has_value());
  ExpectBalances(all);

  size_t lost = 0;
  for (const auto& payer : payers_) lost += payer->lost();
  EXPECT_GT(FoundAgain(), 0U);
  RecordProperty("payments", static_cast<int>(all.size()));
  RecordProperty("attempts_without_answer", static_cast<int>(lost));
  RecordProperty("found_again_by_a_retry", static_cast<int>(FoundAgain()));
}

TEST_F(Kill, ThePortIsFreeAtOnce) {
  const uint16_t port = town_.port();
  for (const auto& payer : payers_) payer->Begin();
  WatchFor(milliseconds(200));
  town_.process().Kill();
  EXPECT_TRUE(town_.Start(port));
  EXPECT_EQ(town_.port(), port);
  for (const auto& payer : payers_) payer->End();
  const std::vector<Paid> all = All();
  ExpectEachOnceAndInOrder(all);
  ExpectBalances(all);
}

}  // namespace
}  // namespace enishi::testing
