#include "ledger/audit/audit.h"

#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <stdexcept>
#include <system_error>

#include "ledger/instruction/leaf.h"
#include "tests/audit/export.h"
#include "tests/audit/history.h"

namespace enishi {
namespace {

using testing::AuditFolder;
using testing::ExportFolder;
using testing::HeadOf;
using testing::kHistorySize;
using testing::SharedHistory;
using testing::Town;

TEST(Audits, UnchangedLogIsValid) {
  const ExportFolder folder(SharedHistory().leaves());
  const AuditReport report = AuditFolder(folder);
  EXPECT_TRUE(report.ok) << report.problem;
  EXPECT_EQ(report.entries, kHistorySize);
  uint64_t signatures = 0;
  for (const std::string& leaf : SharedHistory().leaves()) {
    signatures += DecodeLeaf(leaf)->signatures.size();
  }
  EXPECT_EQ(report.signatures, signatures);
  EXPECT_GT(signatures, kHistorySize);  // the genesis and the enrolments have several
  EXPECT_EQ(report.head, HeadOf(SharedHistory().leaves(), kHistorySize));
  EXPECT_EQ(report.ledger, SharedHistory().town().ledger());
  EXPECT_TRUE(report.problem.empty());
  EXPECT_FALSE(report.bad_entry);
  EXPECT_TRUE(report.not_checked.empty());
}

TEST(Audits, TotalsAreThoseOfTheTown) {
  Town& town = SharedHistory().town();
  const AuditReport report = AuditFolder(ExportFolder(SharedHistory().leaves()));
  ASSERT_TRUE(report.ok) << report.problem;
  ASSERT_EQ(report.totals.currencies.size(), 1U);
  const CurrencyTotals& totals = *report.totals.currencies.at(Town::Currency());
  EXPECT_EQ(totals.issued.minor(), -town.Held("issued"));
  EXPECT_EQ(totals.expired.minor(), town.Held("expired"));
  EXPECT_FALSE(totals.expired.IsZero());
  EXPECT_TRUE(totals.clearing.IsZero());
  EXPECT_TRUE(totals.redeemed.IsZero());
  EXPECT_TRUE(totals.withdrawn.IsZero());
  EXPECT_EQ(totals.issued, totals.outstanding.Plus(totals.expired));
  // Three administrators and six other officials, participants and shops.
  EXPECT_EQ(report.totals.accounts, 3U + 6 + 24 + 5);
}

// The result does not depend on how much is verified in parallel.
TEST(Audits, ResultIsTheSameForAnyNumberOfThreads) {
  auto leaves = SharedHistory().leaves();
  leaves[300].back() = static_cast<char>(leaves[300].back() ^ 1);
  const ExportFolder good(SharedHistory().leaves());
  const ExportFolder bad(leaves);
  for (const unsigned threads : {1U, 2U, 3U, 7U, 1'000U}) {
    AuditOptions options;
    options.threads = threads;
    EXPECT_TRUE(AuditFolder(good, options).ok) << threads;
    const AuditReport report = AuditFolder(bad, options);
    EXPECT_FALSE(report.ok) << threads;
    EXPECT_EQ(report.bad_entry, 300U) << threads;
    EXPECT_EQ(report.entries, 300U) << threads;
  }
}

TEST(Audits, EntriesAreReportedInOrderAfterTheirChecks) {
  const ExportFolder folder(SharedHistory().leaves());
  AuditOptions options;
  uint64_t next = 0;
  options.on_entry = [&](const EntryView& entry) { EXPECT_EQ(entry.index, next++); };
  uint64_t last_done = 0;
  options.on_progress = [&](uint64_t done, uint64_t size) {
    EXPECT_GE(done, last_done);
    EXPECT_EQ(size, kHistorySize);
    last_done = done;
  };
  EXPECT_TRUE(AuditFolder(folder, options).ok);
  EXPECT_EQ(next, kHistorySize);
  EXPECT_EQ(last_done, kHistorySize);
}

// Sizes around the edges of tiles, where a partial tile appears and disappears.
TEST(Audits, SizesAroundTheEdgeOfATileAreValid) {
  for (const size_t size : {1U, 2U, 30U, 255U, 256U, 257U, 511U, 512U, 513U}) {
    std::vector<std::string> leaves = SharedHistory().leaves();
    leaves.resize(size);
    const AuditReport report = AuditFolder(ExportFolder(leaves));
    EXPECT_TRUE(report.ok) << size << ": " << report.problem;
    EXPECT_EQ(report.entries, size);
  }
}

TEST(Audits, ReportSaysIfNoKeyWasGiven) {
  const ExportFolder folder(SharedHistory().leaves());
  FolderSource source(folder.path());
  const AuditReport report = Audit(source, {});
  EXPECT_TRUE(report.ok) << report.problem;
  ASSERT_EQ(report.not_checked.size(), 1U);
  EXPECT_NE(report.not_checked[0].find(testing::TownVerifier().Encode()), std::string::npos);
}

TEST(Audits, KeyThatTheGenesisDoesNotNameIsRefused) {
  const ExportFolder folder(SharedHistory().leaves());
  AuditOptions options;
  options.verifier_key =
      CheckpointVerifier(testing::TownOrigin(), SharedHistory().town().Key("mayor").public_key());
  EXPECT_FALSE(AuditFolder(folder, options).ok);
  // A head signed with that key does not help, because the genesis names the log's key.
  folder.Write("checkpoint", SignCheckpoint(HeadOf(SharedHistory().leaves(), kHistorySize),
                                            SharedHistory().town().Key("mayor")));
  const AuditReport report = AuditFolder(folder, options);
  EXPECT_FALSE(report.ok);
  EXPECT_EQ(report.bad_entry, 0U) << report.problem;
  FolderSource source(folder.path());
  EXPECT_FALSE(Audit(source, {}).ok);
}

TEST(Audits, EveryEarlierHeadIsContinued) {
  const auto& leaves = SharedHistory().leaves();
  AuditOptions options;
  for (const size_t size : {600U, 0U, 1U, 255U, 256U, 257U, 512U, 599U, 256U}) {
    options.earlier_heads.push_back(HeadOf(leaves, size));
  }
  const AuditReport report = AuditFolder(ExportFolder(leaves), options);
  EXPECT_TRUE(report.ok) << report.problem;
}

TEST(Audits, EarlierHeadOfAnotherLogIsRefused) {
  const auto& leaves = SharedHistory().leaves();
  const ExportFolder folder(leaves);
  for (const size_t size : {0U, 1U, 256U, 300U, 599U, 600U}) {
    AuditOptions options;
    options.earlier_heads = {HeadOf(leaves, 2), HeadOf(leaves, size)};
    options.earlier_heads[1].root[7] ^= 1;
    const AuditReport report = AuditFolder(folder, options);
    EXPECT_FALSE(report.ok) << size;
    EXPECT_NE(report.problem.find("size " + std::to_string(size) + " "), std::string::npos)
        << report.problem;
  }
}

// A machine may have no thread left: the audit then verifies with the threads that it has.
TEST(Audits, PassWhenNoThreadCanBeStarted) {
  const ExportFolder folder(SharedHistory().leaves());
  for (const int available : {0, 1, 3}) {
    AuditOptions options;
    options.threads = 4;
    int started = 0;
    options.start_thread = [&](std::function<void()> work) {
      if (started == available) {
        throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
      }
      ++started;
      return std::async(std::launch::async, std::move(work));
    };
    const AuditReport report = AuditFolder(folder, options);
    EXPECT_TRUE(report.ok) << report.problem;
    EXPECT_EQ(report.entries, SharedHistory().leaves().size());
    EXPECT_EQ(started, available);
  }
}

// Threads verify the next entries while the caller is shown these: they end before the audit does.
TEST(Audits, EndTheirThreadsWhenTheCallerThrows) {
  const ExportFolder folder(SharedHistory().leaves());
  AuditOptions options;
  options.threads = 4;
  options.on_entry = [](const EntryView& entry) {
    if (entry.index == 5) throw std::runtime_error("the disk is full");
  };
  EXPECT_THROW((void)AuditFolder(folder, options), std::runtime_error);
}

}  // namespace
}  // namespace enishi
