#include "wallet-cli/tables/columns.h"

#include <algorithm>

namespace enishi {
namespace {

std::string Normal(std::string_view name) {
  std::string normal = NarrowWidth(TrimSpace(name));
  std::transform(normal.begin(), normal.end(), normal.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return normal;
}

}  // namespace

Result<Columns, LineProblem> Columns::Find(const CsvRow& header,
                                           const std::vector<ColumnName>& known) {
  std::map<std::string, std::string_view> name_of;
  for (const ColumnName& column : known) {
    name_of[Normal(column.name)] = column.name;
    for (const std::string_view alias : column.aliases) name_of[Normal(alias)] = column.name;
  }
  Columns columns;
  columns.count_ = header.cells.size();
  for (size_t i = 0; i < header.cells.size(); ++i) {
    const auto found = name_of.find(Normal(header.cells[i]));
    if (found == name_of.end()) continue;
    columns.at_.emplace(found->second, i);
  }
  for (const ColumnName& column : known) {
    if (column.required && !columns.at_.contains(column.name)) {
      return LineProblem{header.line, "no column " + std::string(column.name)};
    }
  }
  return columns;
}

std::string_view Columns::Cell(const CsvRow& row, std::string_view name) const {
  const auto found = at_.find(name);
  if (found == at_.end() || found->second >= row.cells.size()) return {};
  return TrimSpace(row.cells[found->second]);
}

bool Columns::Overflows(const CsvRow& row) const {
  for (size_t i = count_; i < row.cells.size(); ++i) {
    if (!TrimSpace(row.cells[i]).empty()) return true;
  }
  return false;
}

bool IsBlank(const CsvRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) { return TrimSpace(cell).empty(); });
}

}  // namespace enishi
