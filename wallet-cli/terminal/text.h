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

/// "1,234,567"; "-5".
std::string GroupThousands(int64_t number);

/// The instant as a clock in Japan shows it, with the zone: "2026-07-01 10:00:00 JST".
std::string FormatJst(Timestamp at);

/// A table whose columns line up on a terminal, whatever the width of its characters.
class Table {
 public:
  struct Column {
    std::string title;
    bool right = false;  // numbers
  };

  explicit Table(std::vector<Column> columns);
  /// As many cells as columns. Cells are made printable.
  void AddRow(std::vector<std::string> cells);
  /// Title line, rule, rows; a newline after each. No spaces at line ends.
  [[nodiscard]] std::string Render() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace enishi
