// The table of specs/activity-data.md, pinned by tests/vectors/facts/activities.csv: the activity
// data of the golden log.

#include "wallet-cli/export/activity_data.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "ledger/audit/replay.h"
#include "tests/fixtures/shared_folder.h"

namespace enishi {
namespace {

std::filesystem::path Vectors(std::string_view name) {
  return std::filesystem::path(ENISHI_SOURCE_DIR) / "tests/vectors" / name;
}

std::string OfGoldenLog() {
  ActivityData data;
  Replay replay;
  replay.on_entry = [&](const EntryView& entry) {
    for (const Fact& fact : FactsOf(entry)) data.Add(fact);
  };
  const auto log = ParseJson(testing::ReadFile(Vectors("instruction/log.json")));
  CHECK(log.has_value());
  for (const Json& entry : *AsArray(*Find(*log, "entries"))) {
    const auto fault = replay.Next(ReadAndVerify(*HexDecode(TextOf(entry, "leaf"))));
    CHECK(!fault.has_value());
  }
  return data.Take();
}

TEST(ActivityDataVectors, AreTheFactsOfTheGoldenLog) {
  const std::string data = OfGoldenLog();
  if (std::getenv("ENISHI_WRITE_VECTORS") != nullptr) {
    std::filesystem::create_directories(Vectors("facts"));
    std::ofstream(Vectors("facts/activities.csv"), std::ios::binary) << data;
  }
  EXPECT_EQ(data, testing::ReadFile(Vectors("facts/activities.csv")));
}

TEST(ActivityDataVectors, HoldEveryKindOfFact) {
  const std::string data = OfGoldenLog();
  for (const std::string_view kind : EnumNames<FactKind>::kNames) {
    EXPECT_NE(data.find("," + std::string(kind) + ","), std::string::npos) << kind;
  }
}

// The example of specs/activity-data.md stands there without the mark and the carriage returns.
TEST(ActivityDataVectors, HoldTheSpecificationsExample) {
  std::string data = testing::ReadFile(Vectors("facts/activities.csv"));
  ASSERT_TRUE(data.starts_with("\xEF\xBB\xBF"));
  data.erase(0, 3);
  std::string lines;
  for (size_t at = 0; at < data.size(); ++at) {
    if (data[at] == '\r') {
      ASSERT_EQ(data.at(at + 1), '\n');
    } else {
      lines += data[at];
    }
  }
  const std::string specification =
      testing::ReadFile(std::filesystem::path(ENISHI_SOURCE_DIR) / "specs/activity-data.md");
  EXPECT_NE(specification.find("```\n" + lines + "```\n"), std::string::npos);
}

TEST(ActivityData, IsTakenInPieces) {
  ActivityData data;
  std::string text = data.Take();
  EXPECT_EQ(data.bytes(), 0U);
  data.Add(Fact{});
  EXPECT_EQ(data.rows(), 1U);
  EXPECT_GT(data.bytes(), 0U);
  text += data.Take();
  EXPECT_EQ(text.find("\r\n0,"), text.find("\r\n"));
}

}  // namespace
}  // namespace enishi
