#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <vector>

#include "tests/fixtures/shared_folder.h"
#include "tests/fuzz/target.h"

namespace enishi::testing {
namespace {

namespace fs = std::filesystem;

const fs::path& Corpus() {
  static const fs::path corpus = fs::path(ENISHI_SOURCE_DIR) / "tests/fuzz/corpus";
  return corpus;
}

class FuzzCorpus : public ::testing::TestWithParam<FuzzTarget> {};

// A violated property stops the process, so the file is named before it runs.
TEST_P(FuzzCorpus, HoldsEveryProperty) {
  std::vector<fs::path> files;
  for (const auto& file : fs::directory_iterator(Corpus() / GetParam().name)) {
    files.push_back(file.path());
  }
  std::ranges::sort(files);
  EXPECT_FALSE(files.empty());
  GetParam().run("");
  for (const fs::path& file : files) {
    std::cout << file.filename().string() << std::endl;
    GetParam().run(ReadFile(file));
  }
}

INSTANTIATE_TEST_SUITE_P(, FuzzCorpus,
                         ::testing::ValuesIn(FuzzTargets().begin(), FuzzTargets().end()),
                         [](const auto& target) { return std::string(target.param.name); });

// A folder without a target would never be run.
TEST(FuzzCorpusFolders, AreAllOfTargets) {
  for (const auto& folder : fs::directory_iterator(Corpus())) {
    EXPECT_NE(FindFuzzTarget(folder.path().filename().string()), nullptr) << folder.path();
  }
}

}  // namespace
}  // namespace enishi::testing
