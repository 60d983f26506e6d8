#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "ledger/merkle/checkpoint.h"
#include "tests/audit/export.h"
#include "tests/faults/town_on_disk.h"
#include "tests/fixtures/memory_ledger.h"

// Files that change outside of the program: flipped bits, truncation, older copies. The ledger
// either does not open and says why, or never shows anything but what was written.

namespace enishi::testing {
namespace {

using ::testing::HasSubstr;

bool IsIn(const std::string& path, std::string_view part) {
  return path.find(part) != std::string::npos;
}

// The result of reading everything on that image: why it does not open, what cannot be read, or ""
// if all is correct. Fails the test if anything wrong is shown.
std::string ReadAll(const Image& image, size_t entries) {
  const Script& script = Script::Shared();
  TownOnDisk town(image);
  if (std::string refused = town.Open(); !refused.empty()) return refused;
  LedgerService& service = town.service();
  // No acknowledged entry may be lost silently.
  EXPECT_EQ(service.log().size(), entries);
  std::string unread;
  for (uint64_t i = 0; i < service.log().size(); ++i) {
    const auto entry = service.log().Read(i);
    if (!entry) {
      unread = entry.error().message;
    } else {
      EXPECT_EQ(entry->leaf, script.leaves()[i]);
    }
  }
  const uint64_t failures = service.counters().failures;
  const int64_t sales = SalesOf(service);
  if (service.counters().failures != failures) return service.failure();
  EXPECT_EQ(sales, script.SalesAfter(entries));
  for (uint64_t i = 0; i < service.counters().head_size; ++i) {
    if (!service.Inclusion(i, service.counters().head_size)) return service.failure();
  }
  return unread;
}

// Flips bits in all files of that kind and truncates them. Counts the damages, and those that were
// detected.
struct Rot {
  int damages = 0;
  int noticed = 0;
  std::string said;  // the last message
};
Rot Damage(const Image& image, size_t entries, std::string_view folder, std::string_view kind) {
  constexpr size_t kPlaces = 24;
  Rot rot;
  for (const auto& [path, bytes] : image) {
    if (!IsIn(path, folder) || !IsIn(path, kind) || bytes.empty()) continue;
    for (size_t place = 0; place < kPlaces; ++place) {
      for (const bool cut : {false, true}) {
        Image damaged = image;
        const size_t at = place * (bytes.size() - 1) / (kPlaces - 1);
        if (cut) {
          damaged[path].resize(at);
        } else {
          damaged[path][at] ^= 0x10;
        }
        SCOPED_TRACE(::testing::Message() << path << (cut ? " cut" : " flipped") << " at " << at
                                          << " of " << bytes.size());
        const std::string said = ReadAll(damaged, entries);
        ++rot.damages;
        if (said.empty()) continue;
        ++rot.noticed;
        rot.said = said;
      }
    }
  }
  return rot;
}

class RotTest : public ::testing::Test {
 protected:
  static constexpr size_t kMore = 6;
  const size_t entries_ = Script::Shared().furnished() + kMore;
  // Stopped twice, so that entries are in a table and in the write-ahead log.
  const Image image_ = [this] {
    TownOnDisk town(StoppedAfter(Script::Shared().furnished()));
    CHECK(town.Open().empty());
    town.Resume(Script::Shared().furnished());
    town.Play(Script::Shared().furnished(), entries_);
    town.Close();
    return town.disk().AsItIs();
  }();
};

TEST_F(RotTest, OfTheLogsWriteAheadLogIsDetected) {
  const Rot rot = Damage(image_, entries_, "/log/", ".log");
  EXPECT_GT(rot.damages, 0);
  EXPECT_GT(rot.noticed, rot.damages / 2) << rot.said;
}

TEST_F(RotTest, OfTheLogsTablesIsDetected) {
  const Rot rot = Damage(image_, entries_, "/log/", ".sst");
  EXPECT_GT(rot.damages, 0);
  EXPECT_GT(rot.noticed, rot.damages / 2) << rot.said;
}

TEST_F(RotTest, OfTheStatesTablesIsDetected) {
  const Rot rot = Damage(image_, entries_, "/state/", ".sst");
  EXPECT_GT(rot.damages, 0);
  EXPECT_GT(rot.noticed, 0) << rot.said;
}

TEST_F(RotTest, OfTheManifestsIsDetected) {
  for (const std::string_view folder : {"/log/", "/state/"}) {
    for (const std::string_view kind : {"MANIFEST", "CURRENT"}) {
      const Rot rot = Damage(image_, entries_, folder, kind);
      EXPECT_GT(rot.damages, 0);
      EXPECT_GT(rot.noticed, rot.damages / 2) << folder << kind << rot.said;
    }
  }
}

TEST_F(RotTest, OfTheLastHeadIsDetected) {
  const Rot rot = Damage(image_, entries_, "/ledger/", "/head");
  EXPECT_GT(rot.damages, 0);
  EXPECT_EQ(rot.noticed, rot.damages) << rot.said;
}

TEST_F(RotTest, OfTheStateIsRepairedFromTheLog) {
  Image image = image_;
  std::erase_if(image, [](const auto& file) { return IsIn(file.first, "/state/"); });
  EXPECT_EQ(ReadAll(image, entries_), "");
}

// Older copies of one store or another are put back. "New" is the image of the fixture.
class OldCopyTest : public RotTest {
 protected:
  // The image with those parts as they were before the payments.
  [[nodiscard]] Image With(const std::vector<std::string>& old_parts) const {
    const Image old = StoppedAfter(Script::Shared().furnished());
    const auto is_old = [&](const std::string& path) {
      return std::any_of(old_parts.begin(), old_parts.end(),
                         [&](const std::string& part) { return IsIn(path, part); });
    };
    Image image;
    for (const auto& [path, bytes] : image_) {
      if (!is_old(path)) image[path] = bytes;
    }
    for (const auto& [path, bytes] : old) {
      if (is_old(path)) image[path] = bytes;
    }
    return image;
  }
};

TEST_F(OldCopyTest, OfTheLogIsRefusedIfAnyFileIsNewer) {
  EXPECT_THAT(ReadAll(With({"/log/"}), entries_), HasSubstr("old copy"));
  EXPECT_THAT(ReadAll(With({"/log/", "/state/"}), entries_), HasSubstr("old copy"));
  EXPECT_THAT(ReadAll(With({"/log/", "/head"}), entries_), HasSubstr("the state was made from"));
}

TEST_F(OldCopyTest, OfTheStateOrTheHeadIsUpdated) {
  EXPECT_EQ(ReadAll(With({"/state/"}), entries_), "");
  EXPECT_EQ(ReadAll(With({"/head"}), entries_), "");
  EXPECT_EQ(ReadAll(With({"/head", "/state/"}), entries_), "");
}

// The service cannot detect this, but anyone with a newer head or receipt does.
TEST_F(OldCopyTest, OfEverythingIsDetectedWithANewerHead) {
  Script& script = Script::Shared();
  TownOnDisk town(With({"/log/", "/head", "/state/"}));
  ASSERT_EQ(town.Open(), "");
  town.Resume(script.furnished());
  // The log continues differently from the first time.
  ASSERT_TRUE(
      std::holds_alternative<Accepted>(town.Ask(script.instructions()[script.furnished() + 2])));
  std::vector<std::string> leaves;
  for (uint64_t i = 0; i < town.service().log().size(); ++i) {
    leaves.push_back(town.service().log().Read(i)->leaf);
  }
  const ExportFolder folder(leaves);
  EXPECT_TRUE(AuditFolder(folder).ok) << "by itself the log is valid";
  const Checkpoint kept = HeadOf(script.leaves(), script.furnished() + 1);
  AuditOptions options;
  options.earlier_heads = {kept};
  const AuditReport report = AuditFolder(folder, options);
  EXPECT_FALSE(report.ok);
  EXPECT_NE(report.problem, "");
  options.earlier_heads = {HeadOf(script.leaves(), entries_)};
  EXPECT_FALSE(AuditFolder(folder, options).ok);
}

TEST_F(OldCopyTest, AllLogsOfTheseTestsPassTheAudit) {
  const AuditReport report = AuditFolder(ExportFolder(Script::Shared().leaves()));
  EXPECT_TRUE(report.ok) << report.problem;
  EXPECT_EQ(report.entries, Script::Shared().size());
}

}  // namespace
}  // namespace enishi::testing
