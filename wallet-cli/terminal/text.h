#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/calendar.h"

namespace enishi {

/// How many columns of a terminal the UTF-8 text takes: 2 for full-width characters, 0 for
/// combining marks. Bytes that are not UTF-8 count one each.
size_t DisplayWidth(std::string_view text);

/// The text with every control character and every byte that is not UTF-8 as "?", so that what a
/// server says cannot move the cursor.
std::string Printable(std::string_view text);

/// How wide a terminal is taken to be: no line of a table or a help text is wider.
inline constexpr size_t kTerminalColumns = 80;

/// The text in lines of at most `columns` columns (at least 2): broken at spaces and between
/// full-width characters, but never before a closing mark such as "。" or "）". A longer word is
/// broken where the line ends. At least one line, which may be empty.
std::vector<std::string> WrapText(std::string_view text, size_t columns);

/// The text if it takes at most `columns` columns of a terminal; otherwise its beginning and "…" in
/// that many columns.
std::string Shortened(std::string_view text, size_t columns);

/// "1,234,567"; "-5".
std::string GroupThousands(int64_t number);

/// The instant as a clock in Japan shows it, with the zone: "2026-07-01 10:00:00 JST".
std::string FormatJst(Timestamp at);

/// A table whose columns line up on a terminal, whatever the width of its characters, and which is
/// at most kTerminalColumns wide: the text columns that are too wide are wrapped, widest first.
class Table {
 public:
  struct Column {
    std::string title;
    bool right = false;  // numbers; never wrapped
  };

  explicit Table(std::vector<Column> columns);
  /// As many cells as columns. Cells are made printable.
  void AddRow(std::vector<std::string> cells);
  /// Title line, rule, rows; a newline after each. No spaces at line ends.
  [[nodiscard]] std::string Render() const;

 private:
  [[nodiscard]] std::vector<size_t> Widths() const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace enishi
