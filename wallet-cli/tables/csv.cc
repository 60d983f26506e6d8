#include "wallet-cli/tables/csv.h"

#include <algorithm>

namespace enishi {
namespace {

bool EndsLine(char c) { return c == '\n' || c == '\r'; }

}  // namespace

CsvReader::CsvReader(std::string_view text, CsvLimits limits) : text_(text), limits_(limits) {}

std::optional<Result<CsvRow, LineProblem>> CsvReader::Next() {
  while (TakeLineEnd()) {
  }
  if (here_.at == text_.size()) return std::nullopt;
  const Position start = here_;
  row_start_ = start.at;
  CsvRow row{start.line, {}};
  if (auto why = TakeRow(row.cells)) {
    // What follows an unclosed quote may well be good rows, so nothing but this line is given up.
    here_ = start;
    SkipLine();
    return LineProblem{start.line, *std::move(why)};
  }
  return row;
}

// Passes over one line end, if there is one here.
bool CsvReader::TakeLineEnd() {
  if (here_.at == text_.size() || !EndsLine(text_[here_.at])) return false;
  const bool pair = text_.substr(here_.at, 2) == "\r\n";
  here_.at += pair ? 2 : 1;
  ++here_.line;
  return true;
}

void CsvReader::SkipLine() {
  while (here_.at < text_.size() && !EndsLine(text_[here_.at])) ++here_.at;
  TakeLineEnd();
}

// Reads a cell from its opening quote to what follows its closing one. Says what is wrong, if
// anything is.
std::optional<std::string> CsvReader::TakeQuoted(std::string& cell) {
  ++here_.at;
  while (here_.at < text_.size()) {
    if (here_.at - row_start_ > limits_.row_bytes) return "a row that is too long";
    const char c = text_[here_.at];
    if (c == '"') {
      ++here_.at;
      const bool doubled = here_.at < text_.size() && text_[here_.at] == '"';
      if (!doubled) {
        const bool ends =
            here_.at == text_.size() || text_[here_.at] == ',' || EndsLine(text_[here_.at]);
        if (!ends) return "something stands between a closing quote and the next comma";
        return std::nullopt;
      }
      cell.push_back('"');
      ++here_.at;
    } else if (EndsLine(c)) {
      const size_t from = here_.at;
      TakeLineEnd();
      cell += text_.substr(from, here_.at - from);
    } else {
      cell.push_back(c);
      ++here_.at;
    }
  }
  return "a quote that is never closed";
}

// Reads a row and its line end. Says what is wrong, if anything is.
std::optional<std::string> CsvReader::TakeRow(std::vector<std::string>& cells) {
  while (true) {
    if (cells.size() == limits_.columns) return "a row with too many cells";
    std::string& cell = cells.emplace_back();
    if (here_.at < text_.size() && text_[here_.at] == '"') {
      if (auto why = TakeQuoted(cell)) return why;
    } else {
      const size_t from = here_.at;
      while (here_.at < text_.size() && text_[here_.at] != ',' && !EndsLine(text_[here_.at])) {
        ++here_.at;
      }
      cell = text_.substr(from, here_.at - from);
    }
    if (here_.at - row_start_ > limits_.row_bytes) return "a row that is too long";
    if (here_.at == text_.size() || text_[here_.at] != ',') break;
    ++here_.at;
  }
  TakeLineEnd();
  return std::nullopt;
}

}  // namespace enishi
