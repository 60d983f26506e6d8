#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace enishi::testing {

/// The folder of shared vectors and data: $ENISHI_SHARED, or ../shared beside the checkout. It may
/// be absent; a test that needs it skips with a message then.
inline std::filesystem::path SharedFolder() {
  const char* set = std::getenv("ENISHI_SHARED");
  if (set != nullptr && *set != '\0') return set;
  return std::filesystem::path(ENISHI_SOURCE_DIR) / ".." / "shared";
}

inline std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace enishi::testing

/// Skips the running test where the shared folder lacks `relative`.
#define ENISHI_NEEDS_SHARED(relative)                                                 \
  do {                                                                                \
    if (!std::filesystem::exists(enishi::testing::SharedFolder() / (relative))) {     \
      GTEST_SKIP() << "shared folder has no " << (relative) << "; set ENISHI_SHARED"; \
    }                                                                                 \
  } while (false)
