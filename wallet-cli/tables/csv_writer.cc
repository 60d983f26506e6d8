#include "wallet-cli/tables/csv_writer.h"

#include <algorithm>
#include <array>

namespace enishi {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The last four are the full-width = + - @.
constexpr std::array<std::string_view, 11> kFormulaStarts = {
    "=",           "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
    "\xEF\xBC\xA0"};

}  // namespace

bool LooksLikeFormula(std::string_view text) {
  return std::any_of(kFormulaStarts.begin(), kFormulaStarts.end(),
                     [&](std::string_view start) { return text.starts_with(start); });
}

CsvWriter::CsvWriter() : text_(kByteOrderMark) {}

CsvWriter& CsvWriter::Text(std::string_view text) {
  if (LooksLikeFormula(text)) {
    Cell("'" + std::string(text));
  } else {
    Cell(text);
  }
  return *this;
}

CsvWriter& CsvWriter::Number(int64_t number) {
  Cell(std::to_string(number));
  return *this;
}

CsvWriter& CsvWriter::EndRow() {
  text_ += "\r\n";
  at_row_start_ = true;
  return *this;
}

void CsvWriter::Cell(std::string_view cell) {
  const bool starts_row = at_row_start_;
  if (!starts_row) text_.push_back(',');
  at_row_start_ = false;
  // An empty first cell is quoted, or a row of one empty cell would be an empty line.
  const bool quoted = (starts_row && cell.empty()) ||
                      cell.find_first_of(",\"\r\n") != std::string_view::npos ||
                      cell.starts_with(' ') || cell.ends_with(' ');
  if (!quoted) {
    text_ += cell;
    return;
  }
  text_.push_back('"');
  for (const char c : cell) {
    if (c == '"') text_.push_back('"');
    text_.push_back(c);
  }
  text_.push_back('"');
}

}  // namespace enishi
