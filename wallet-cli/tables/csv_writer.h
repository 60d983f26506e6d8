#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace enishi {

/// Writes a table that spreadsheets open as it is meant: UTF-8 with a byte-order mark, lines ending
/// in CR LF, cells quoted where RFC 4180 asks for it.
///
/// A text cell that a spreadsheet would take for a formula gets an apostrophe in front, because a
/// file from a town hall must not run what somebody typed as an event's name. Numbers go through
/// Number() and are left as they are.
class CsvWriter {
 public:
  CsvWriter();

  CsvWriter& Text(std::string_view text);
  CsvWriter& Number(int64_t number);
  CsvWriter& EndRow();

  /// Gives what was written since the last call, for tables that do not fit into memory.
  std::string Take() { return std::exchange(text_, {}); }
  /// All that was written.
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void Cell(std::string_view cell);

  std::string text_;
  bool at_row_start_ = true;
};

/// True when a spreadsheet may take a cell with this text for a formula: it begins with = + - @,
/// their full-width forms, a tab or a line break.
bool LooksLikeFormula(std::string_view text);

}  // namespace enishi
