#include "wallet-cli/export/log_export.h"

#include <gtest/gtest.h>

#include <fstream>

#include "ledger/audit/audit.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/wallet-cli/client/fake_server.h"

namespace enishi {
namespace {

// Reads what the fake server shows without the sessions that real bundles need.
class OpenSource : public LogSource {
 public:
  explicit OpenSource(Client& client) : client_(client) {}
  Parsed<std::string> Checkpoint() override { return Get("/checkpoint"); }
  Parsed<std::string> Tile(const TileId& tile) override { return Get("/" + TilePath(tile)); }
  Parsed<std::string> Bundle(const BundleId& bundle) override {
    return Get("/" + BundlePath(bundle));
  }
  int reads = 0;

 private:
  Parsed<std::string> Get(const std::string& path) {
    ++reads;
    auto bytes = client_.GetBytes(path);
    if (!bytes) return FormatError{bytes.error().title.en};
    return *std::move(bytes);
  }
  Client& client_;
};

class LogExport : public ::testing::Test {
 protected:
  LogExport() { server_.town.Found(); }

  Tried<Checkpoint> Export() {
    OpenSource source(client_);
    auto head = ExportLog(source, {folder_.path() / "export",
                                   CheckpointVerifier(server_.origin, server_.log_key.public_key()),
                                   {}});
    reads_ = source.reads;
    return head;
  }

  void GrowTo(size_t size) {
    while (server_.town.leaves().size() < size) {
      server_.town.AdvanceTo({server_.town.now().ms + kMinuteMs});
    }
  }

  TemporaryFolder folder_;
  testing::FakeServer server_;
  Client client_ = testing::PatientClient(server_);
  int reads_ = 0;
};

TEST_F(LogExport, WholeLogLandsInTheFolderAndGoesOnLater) {
  GrowTo(300);
  const auto head = Export();
  ASSERT_TRUE(head.has_value()) << head.error().detail.en;
  EXPECT_EQ(head->size, 300U);
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "export/tile/entries/000"));
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "export/tile/0/001.p/44"));
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "export/verifier-key.txt"));
  GrowTo(301);
  ASSERT_TRUE(Export().has_value());
  EXPECT_EQ(reads_, 3);  // the head, one narrower tile and its bundle
}

TEST_F(LogExport, DamagedFileIsFound) {
  GrowTo(10);
  ASSERT_TRUE(Export().has_value());
  const auto file = folder_.path() / "export/tile/entries/000.p/10";
  auto bytes = client_.GetBytes("/tile/entries/000.p/10");
  ASSERT_TRUE(bytes.has_value());
  bytes->back() ^= 1;
  std::ofstream(file, std::ios::binary) << *bytes;
  const auto head = Export();
  ASSERT_FALSE(head.has_value());
  EXPECT_EQ(head.error().code, "export_wrong");
}

TEST_F(LogExport, LogThatDoesNotContinueTheExportedOneIsRefused) {
  GrowTo(260);
  ASSERT_TRUE(Export().has_value());
  GrowTo(270);
  auto leaves = server_.town.leaves();
  leaves[258].back() ^= 1;  // behind the last full tile, so nothing kept on disk shows it
  server_.shown_leaves = leaves;
  const auto head = Export();
  ASSERT_FALSE(head.has_value());
  EXPECT_EQ(head.error().code, "history_rewritten");
}

}  // namespace
}  // namespace enishi
