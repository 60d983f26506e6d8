#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "ledger/service/start/open.h"
#include "tests/faults/town_on_disk.h"
#include "tests/fixtures/memory_ledger.h"

// Every operation on the disk fails once, in each possible way, while a ledger is founded and while
// one continues after an interruption. After one restart everything that was told before must still
// hold, with and without a power cut.

namespace enishi::testing {
namespace {

using Effect = FaultyDisk::Effect;
using Arm = std::function<void(FaultyDisk&, uint64_t number)>;

// One run with the fault, then restarts from what it left. Returns false if the fault was not
// reached.
bool FailOnce(const Image& image, size_t first, const Arm& arm, uint64_t number) {
  TownOnDisk town(image);
  arm(town.disk(), number);
  town.Live(first);
  const std::string what = town.disk().failed();
  if (what.empty()) return false;
  SCOPED_TRACE(::testing::Message()
               << number << ": " << what << "; failure: " << town.said().failure);
  CheckOneRestartIsEnough(town.disk().AsItIs(), town.said());
  CheckOneRestartIsEnough(town.disk().AfterPowerCut(number % 2 == 1), town.said());
  return true;
}

// Fails each operation in a run of its own. Returns the number of operations.
uint64_t FailEach(const Image& image, size_t first, const Arm& arm) {
  uint64_t number = 0;
  while (FailOnce(image, first, arm, number)) {
    ++number;
    if (::testing::Test::HasFailure()) break;
  }
  return number;
}

Arm Change(Effect effect) {
  return [effect](FaultyDisk& disk, uint64_t number) { disk.FailChange(number, effect); };
}

void PullOut(FaultyDisk& disk, uint64_t number) { disk.PullOut(number); }

size_t Furnished() { return Script::Shared().furnished(); }

TEST(WriteFaults, WorkingDiskCausesNoFailure) {
  TownOnDisk town;
  town.Live();
  EXPECT_EQ(town.said().failure, "");
  EXPECT_EQ(town.said().accepted, Script::Shared().size());
  CheckOneRestartIsEnough(town.disk().AsItIs(), town.said());
  CheckOneRestartIsEnough(town.disk().AfterPowerCut(), town.said());
}

TEST(WriteFaults, FoundingSurvivesEachFailedChangeThatIsLost) {
  EXPECT_GT(FailEach({}, 0, Change(Effect::kLost)), 100U);
}

TEST(WriteFaults, FoundingSurvivesEachFailedChangeThatIsKept) {
  EXPECT_GT(FailEach({}, 0, Change(Effect::kKept)), 100U);
}

TEST(WriteFaults, FoundingSurvivesAPowerCutAtEachChange) {
  EXPECT_GT(FailEach({}, 0, PullOut), 100U);
}

TEST(WriteFaults, LedgerSurvivesEachFailedChangeThatIsLost) {
  EXPECT_GT(FailEach(CutAfter(Furnished()), Furnished(), Change(Effect::kLost)), 50U);
}

TEST(WriteFaults, LedgerSurvivesEachFailedChangeThatIsKept) {
  EXPECT_GT(FailEach(CutAfter(Furnished()), Furnished(), Change(Effect::kKept)), 50U);
}

TEST(WriteFaults, LedgerSurvivesEachTornChange) {
  EXPECT_GT(FailEach(CutAfter(Furnished()), Furnished(), Change(Effect::kTorn)), 50U);
}

TEST(WriteFaults, LedgerSurvivesAPowerCutAtEachChange) {
  EXPECT_GT(FailEach(CutAfter(Furnished()), Furnished(), PullOut), 50U);
}

TEST(WriteFaults, LedgerSurvivesAFullDisk) {
  constexpr uint64_t kSteps = 24;
  const Image image = CutAfter(Furnished());
  TownOnDisk undisturbed(image);
  undisturbed.Live(Furnished());
  const uint64_t bytes = undisturbed.disk().bytes_written();
  ASSERT_GT(bytes, kSteps);
  const auto fill = [&](FaultyDisk& disk, uint64_t number) {
    disk.FillUpAfter(bytes * number / kSteps);
  };
  for (uint64_t number = 0; number < kSteps - 1; ++number) {
    EXPECT_TRUE(FailOnce(image, Furnished(), fill, number)) << number;
  }
}

TEST(WriteFaults, LedgerSurvivesEachFailedRead) {
  const Image image = StoppedAfter(Furnished() + 3);
  const size_t first = Furnished() + 3;
  EXPECT_GT(
      FailEach(image, first, [](FaultyDisk& disk, uint64_t number) { disk.FailReads(number); }),
      10U);
  EXPECT_GT(FailEach(image, first,
                     [](FaultyDisk& disk, uint64_t number) { disk.FailReads(number, UINT64_MAX); }),
            10U);
}

// Includes the creation of folders.
TEST(WriteFaults, FirstStartReportsTheChangeThatFailed) {
  Script& town = Script::Shared();
  const LedgerIdentity identity = IdentityOf(town);
  uint64_t number = 0;
  for (bool met = true; met; ++number) {
    const auto disk = std::make_shared<FaultyDisk>();
    const auto env = rocksdb::NewCompositeEnv(disk);
    LedgerService::Options options;
    options.folder = std::filesystem::path(kLedgerFolder) / "below" / "another";
    options.origin = identity.origin;
    options.clock = identity.clock;
    options.administrators = identity.administrators;
    options.env = env.get();
    const auto open = [&] {
      const auto service =
          OpenLedger(options, CopyOf(town.Key("log")), CopyOf(town.Key("service")));
      return service ? "" : service.error().message;
    };
    disk->FailChange(number, Effect::kLost);
    const std::string failure = open();
    met = !disk->failed().empty();
    SCOPED_TRACE(::testing::Message() << number << ": " << disk->failed());
    if (!failure.empty()) {
      EXPECT_NE(failure.find(FaultyDisk::kBroken), std::string::npos) << failure;
    }
    disk->FailChange(UINT64_MAX, Effect::kLost);
    EXPECT_EQ(open(), "");
    if (::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(number, 20U);
}

TEST(WriteFaults, ServiceThatCannotWriteSaysWhyAndServesReads) {
  const Script& script = Script::Shared();
  TownOnDisk town(StoppedAfter(Furnished() + 1));
  ASSERT_EQ(town.Open(), "");
  town.disk().PullOut(town.disk().changes());
  const Answer first = town.Ask(script.instructions()[Furnished() + 1]);
  EXPECT_EQ(std::get<Unavailable>(first), Unavailable::kOutcomeUnknown);
  // The same on a second try: only a start can find out.
  const Answer again = town.Ask(script.instructions()[Furnished() + 1]);
  EXPECT_EQ(std::get<Unavailable>(again), Unavailable::kOutcomeUnknown);
  const Answer other = town.Ask(script.instructions()[Furnished() + 2]);
  EXPECT_EQ(std::get<Unavailable>(other), Unavailable::kReadOnly);
  EXPECT_NE(town.service().failure().find("the log"), std::string::npos);
  EXPECT_NE(town.service().failure().find(FaultyDisk::kBroken), std::string::npos);
  EXPECT_EQ(town.service().log().Read(Furnished())->leaf, script.leaves()[Furnished()]);
  EXPECT_TRUE(town.service().Inclusion(0, Furnished() + 1).has_value());
  EXPECT_FALSE(town.service().checkpoint().empty());
}

}  // namespace
}  // namespace enishi::testing
