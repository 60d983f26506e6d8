#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "wallet-cli/tables/columns.h"
#include "wallet-cli/tables/csv.h"

namespace enishi {

/// Reads a list that somebody else keeps: a table in UTF-8 or Shift_JIS with the names of its
/// columns in the first row. A row that cannot be used is reported and costs nothing but itself.
class ListReader {
 public:
  /// Refuses a list without a readable first row that has the required columns.
  static Parsed<ListReader> Open(std::string_view bytes, const std::vector<ColumnName>& known);

  [[nodiscard]] const Columns& columns() const { return columns_; }

  /// The next row that is not blank, or what is wrong with it: no proper row, bytes that are no
  /// text, more cells than columns. Nothing at the end.
  std::optional<Result<CsvRow, LineProblem>> Next();

 private:
  ListReader(std::unique_ptr<const std::string> text, bool damaged);

  std::unique_ptr<const std::string> text_;  // where the reader looks, wherever this is moved
  bool damaged_;
  CsvReader reader_;
  Columns columns_;
};

}  // namespace enishi
