#pragma once

#include <filesystem>
#include <string>

namespace enishi::testing {

// Paths as RocksDB passes them to a file system, normalised for use as keys.

/// The normalised path: RocksDB writes some with two slashes.
inline std::string Tidy(const std::string& path) {
  std::string tidy = std::filesystem::path(path).lexically_normal();
  while (tidy.size() > 1 && tidy.back() == '/') tidy.pop_back();
  return tidy;
}

/// The folder of a normalised path.
inline std::string FolderOf(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

}  // namespace enishi::testing
