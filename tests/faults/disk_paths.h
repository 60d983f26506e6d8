#pragma once

#include <filesystem>
#include <string>

namespace enishi::testing {

// Paths as RocksDB gives them to a file system, for those that remember files by their names.

/// The same path, written in one way: RocksDB writes some with two slashes.
inline std::string Tidy(const std::string& path) {
  std::string tidy = std::filesystem::path(path).lexically_normal();
  while (tidy.size() > 1 && tidy.back() == '/') tidy.pop_back();
  return tidy;
}

/// The folder that a tidy path lies in.
inline std::string FolderOf(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

}  // namespace enishi::testing
