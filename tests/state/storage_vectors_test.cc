// The rows of specs/storage.md, pinned by tests/vectors/storage/rows.json: what version 1 of the
// rules writes for the golden log, and the log's own row of one entry. To write the
// vectors anew, run this program with ENISHI_WRITE_VECTORS=1; released rows never change.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "ledger/audit/replay.h"
#include "ledger/log/entry_row.h"
#include "tests/fixtures/vectors.h"

namespace enishi {
namespace {

using testing::Elements;
using testing::HexBytes;

std::filesystem::path Vectors(const std::string& name) {
  return std::filesystem::path(ENISHI_SOURCE_DIR) / "tests/vectors" / name;
}

Json ReadVectors(const std::string& name) {
  auto json = ParseJson(testing::ReadFile(Vectors(name)));
  CHECK(json.has_value());
  return *std::move(json);
}

// Every row that the golden log writes, as it was last: some are gone again at its end.
Json RowsOfGoldenLog() {
  std::map<std::string, std::string, std::less<>> last;
  Replay replay;
  replay.on_entry = [&](const EntryView& entry) {
    entry.state.Scan("", [&](std::string_view key, std::string_view value) {
      last.insert_or_assign(std::string(key), std::string(value));
      return true;
    });
  };
  const Json log = ReadVectors("instruction/log.json");
  for (const Json& entry : Elements(log, "entries")) {
    const auto fault = replay.Next(ReadAndVerify(HexBytes(entry, "leaf")));
    CHECK(!fault.has_value());
  }
  Json rows;
  for (const auto& [key, value] : last) {
    rows.push_back(Json::object({{"key", HexEncode(key)}, {"value", HexEncode(value)}}));
  }
  return rows;
}

TEST(StorageVectors, AreTheRowsThatTheGoldenLogWrites) {
  const Json rows = RowsOfGoldenLog();
  if (std::getenv("ENISHI_WRITE_VECTORS") != nullptr) {
    std::filesystem::create_directories(Vectors("storage"));
    std::ofstream(Vectors("storage/rows.json")) << Pretty(Json::object(
        {{"comment", "The rows that tests/vectors/instruction/log.json writes, as they were last."},
         {"rows", rows}}));
  }
  EXPECT_EQ(Json(Elements(ReadVectors("storage/rows.json"), "rows")), rows);
}

TEST(StorageVectors, CoverEveryTableOfTheRules) {
  std::set<char> tables;
  const Json vectors = ReadVectors("storage/rows.json");
  for (const Json& row : Elements(vectors, "rows")) tables.insert(HexBytes(row, "key").front());
  const std::string expected = "Kabceghiklnopqtvwx";
  EXPECT_EQ(std::string(tables.begin(), tables.end()), expected);
}

// The example of specs/storage.md.
TEST(StorageVectors, HoldTheSpecificationsExample) {
  const HoldingRow::Key key{HolderKind::kIssued, AccountId(), 1};
  HoldingRow holding;
  holding.last = 42;
  holding.lots.push_back({1, kNever, -1'500, 17});
  const std::string specification = testing::Specification("storage.md");
  EXPECT_NE(specification.find(HexEncode(RowKey<HoldingRow>(key))), std::string::npos)
      << HexEncode(RowKey<HoldingRow>(key));
  EXPECT_NE(specification.find(HexEncode(RowValue(holding))), std::string::npos)
      << HexEncode(RowValue(holding));
  const StoredEntry entry{"leaf", "outcome", {0, 41}};
  EXPECT_NE(specification.find(HexEncode(EncodeEntryRow(entry))), std::string::npos)
      << HexEncode(EncodeEntryRow(entry));
  EXPECT_NE(specification.find(HexEncode(EntryRowKey(41))), std::string::npos)
      << HexEncode(EntryRowKey(41));
}

}  // namespace
}  // namespace enishi
