#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/base/typed_text.h"
#include "wallet-cli/tables/csv.h"

namespace enishi {

/// A column that a reader understands: the name it goes by in the program, and all names under
/// which it may stand in a file.
struct ColumnName {
  std::string_view name;
  std::vector<std::string_view> aliases;  // the name itself is always one
  bool required = false;
};

/// Where a table's columns are, found by their names in the first row: any order, unknown ones
/// ignored, the first one where a name stands twice. Names are compared without surrounding space,
/// case or the width of brackets.
class Columns {
 public:
  /// Refuses a header that lacks a required column.
  static Result<Columns, LineProblem> Find(const CsvRow& header,
                                           const std::vector<ColumnName>& known);

  /// The cell without surrounding white space; empty where the row or the table has none.
  [[nodiscard]] std::string_view Cell(const CsvRow& row, std::string_view name) const;
  /// True when the row has text beyond the last column of the header: its cells have slipped.
  [[nodiscard]] bool Overflows(const CsvRow& row) const;

 private:
  std::map<std::string, size_t, std::less<>> at_;
  size_t count_ = 0;
};

/// True when no cell of the row holds anything but white space.
bool IsBlank(const CsvRow& row);

}  // namespace enishi
