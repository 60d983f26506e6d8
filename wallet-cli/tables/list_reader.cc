#include "wallet-cli/tables/list_reader.h"

#include <algorithm>
#include <utility>

#include "wallet-cli/tables/text_encoding.h"

namespace enishi {
namespace {

bool HasNoCharacter(const CsvRow& row) {
  return std::any_of(row.cells.begin(), row.cells.end(), [](const std::string& cell) {
    return cell.find(kNoCharacter) != std::string::npos;
  });
}

}  // namespace

ListReader::ListReader(std::unique_ptr<const std::string> text, bool damaged)
    : text_(std::move(text)), damaged_(damaged), reader_(*text_) {}

Parsed<ListReader> ListReader::Open(std::string_view bytes, const std::vector<ColumnName>& known) {
  auto decoded = DecodeList(bytes);
  if (!decoded) return decoded.error();
  ListReader list(std::make_unique<const std::string>(std::move(decoded->text)), decoded->damaged);
  const auto header = list.reader_.Next();
  if (!header) return FormatError{"the file is empty"};
  if (!*header) return FormatError{"line 1: " + header->error().why};
  auto columns = Columns::Find(**header, known);
  if (!columns) return FormatError{"the header has " + columns.error().why};
  list.columns_ = *std::move(columns);
  return list;
}

std::optional<Result<CsvRow, LineProblem>> ListReader::Next() {
  while (auto row = reader_.Next()) {
    if (!*row) return row;
    if (IsBlank(**row)) continue;
    const size_t line = (*row)->line;
    if (damaged_ && HasNoCharacter(**row)) return LineProblem{line, "bytes that are no text"};
    if (columns_.Overflows(**row)) return LineProblem{line, "more cells than the header has"};
    return row;
  }
  return std::nullopt;
}

}  // namespace enishi
