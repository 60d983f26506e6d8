#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"

namespace enishi {

/// What is wrong with one line of a table. The sentence is for people, in English, and never holds
/// what the cells say, so that a report can be passed on.
struct LineProblem {
  size_t line = 0;  // counted from 1
  std::string why;
  bool operator==(const LineProblem&) const = default;
};

/// One row and the line on which it begins; a quoted cell may hold line breaks.
struct CsvRow {
  size_t line = 0;  // counted from 1
  std::vector<std::string> cells;
  bool operator==(const CsvRow&) const = default;
};

/// How large a row may be. What is larger is reported like any other bad row.
struct CsvLimits {
  size_t row_bytes = 1024 * 1024;
  size_t columns = 256;
};

/// Reads comma-separated values as RFC 4180 defines them from text that is in memory, row by row.
/// Lines end with CR LF, LF or CR. Takes any bytes; knows nothing of their encoding.
///
/// A row that is not well-formed is reported with the line on which it begins, and reading goes on
/// with the very next line: a quote that is never closed costs one row and not the rest of the
/// file. A quote inside a cell that is not quoted stands for itself, as every spreadsheet reads it.
/// Lines with nothing in them are passed over. Time is linear in the text for fixed limits.
class CsvReader {
 public:
  /// The text must live as long as the reader.
  explicit CsvReader(std::string_view text, CsvLimits limits = {});

  /// The next row or what is wrong with it; nothing at the end.
  std::optional<Result<CsvRow, LineProblem>> Next();

 private:
  struct Position {
    size_t at = 0;
    size_t line = 1;
  };

  bool TakeLineEnd();
  void SkipLine();
  std::optional<std::string> TakeQuoted(std::string& cell);
  std::optional<std::string> TakeRow(std::vector<std::string>& cells);

  std::string_view text_;
  CsvLimits limits_;
  Position here_;
  size_t row_start_ = 0;
};

}  // namespace enishi
