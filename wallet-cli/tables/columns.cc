#include "wallet-cli/tables/columns.h"

#include <algorithm>

namespace enishi {
namespace {

constexpr std::string_view kIdeographicSpace = "\xE3\x80\x80";

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

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

std::string_view TrimSpace(std::string_view text) {
  while (!text.empty()) {
    if (IsSpace(text.front())) {
      text.remove_prefix(1);
    } else if (text.starts_with(kIdeographicSpace)) {
      text.remove_prefix(kIdeographicSpace.size());
    } else if (IsSpace(text.back())) {
      text.remove_suffix(1);
    } else if (text.ends_with(kIdeographicSpace)) {
      text.remove_suffix(kIdeographicSpace.size());
    } else {
      break;
    }
  }
  return text;
}

std::string NarrowWidth(std::string_view text) {
  std::string narrow;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](size_t at) { return static_cast<unsigned char>(text[at]); };
    // U+FF01 to U+FF3F are EF BC 81 to EF BC BF, U+FF40 to U+FF5E are EF BD 80 to EF BD 9E.
    const bool wide = i + 2 < text.size() && byte(i) == 0xEF;
    if (wide && byte(i + 1) == 0xBC && byte(i + 2) >= 0x81 && byte(i + 2) <= 0xBF) {
      narrow.push_back(static_cast<char>(byte(i + 2) - 0x81 + 0x21));
      i += 2;
    } else if (wide && byte(i + 1) == 0xBD && byte(i + 2) >= 0x80 && byte(i + 2) <= 0x9E) {
      narrow.push_back(static_cast<char>(byte(i + 2) - 0x80 + 0x60));
      i += 2;
    } else {
      narrow.push_back(text[i]);
    }
  }
  return narrow;
}

bool IsBlank(const CsvRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) { return TrimSpace(cell).empty(); });
}

}  // namespace enishi
