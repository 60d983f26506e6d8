#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "ledger/core/result.h"

namespace enishi {

/// A fresh folder that goes with the object; within RunAndCrash (run_and_crash.h) that of the
/// process which started the crashing one.
class TemporaryFolder {
 public:
  static constexpr const char* kInherited = "ENISHI_TEST_FOLDER";

  TemporaryFolder() {
    if (const char* inherited = std::getenv(kInherited); inherited != nullptr) {
      path_ = inherited;
      return;
    }
    std::string name = (std::filesystem::temp_directory_path() / "enishi-XXXXXX").string();
    CHECK(::mkdtemp(name.data()) != nullptr);
    path_ = name;
    is_ours_ = true;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    if (is_ours_) std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  bool is_ours_ = false;
};

}  // namespace enishi
