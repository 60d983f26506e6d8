#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace enishi::testing {

/// The cells of the table rows in specs/<name> whose first cell is code, without the backquotes.
inline std::vector<std::vector<std::string>> TableOfSpec(const std::string& name) {
  std::ifstream file(ENISHI_SOURCE_DIR "/specs/" + name);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("| `")) continue;
    std::vector<std::string>& cells = rows.emplace_back();
    std::istringstream in(line.substr(1));
    for (std::string cell; std::getline(in, cell, '|');) {
      const size_t first = cell.find_first_not_of(" `");
      const size_t last = cell.find_last_not_of(" `");
      cells.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
    }
  }
  return rows;
}

}  // namespace enishi::testing
