#include "wallet-cli/terminal/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "ledger/base/result.h"

namespace enishi {
namespace {

// The next character of the text, or -1 with a length of one byte where there is none.
struct Character {
  utf8proc_int32_t code = -1;
  size_t bytes = 1;
};

Character NextCharacter(std::string_view text) {
  Character character;
  const auto read = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &character.code);
  if (read <= 0) return {};
  character.bytes = static_cast<size_t>(read);
  return character;
}

bool IsControl(utf8proc_int32_t code) {
  // Bidirectional overrides reorder the text around them, so they count as controls here.
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

constexpr size_t kColumnGap = 2;
// A narrower column of text is not worth reading.
constexpr size_t kWrappedColumnsMin = 12;

std::string Repeat(std::string_view text, size_t times) {
  std::string repeated;
  for (size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

size_t WidthOf(const Character& character) {
  return character.code < 0 ? 1 : static_cast<size_t>(utf8proc_charwidth(character.code));
}

// Marks that a line does not begin with.
bool ClosesText(std::string_view character) {
  static constexpr std::string_view kMarks[] = {
      "。", "、", "）", "」", "］", "，", "．", "：", "；", "？", "！", "ー", "ァ", "ィ",
      "ェ", "ォ", "ッ", "ャ", "ュ", "ョ", "っ", "ゃ", "ゅ", "ょ", ")",  "]",  ",",  "."};
  return std::find(std::begin(kMarks), std::end(kMarks), character) != std::end(kMarks);
}

}  // namespace

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    const Character character = NextCharacter(text);
    width += WidthOf(character);
    text.remove_prefix(character.bytes);
  }
  return width;
}

std::string Printable(std::string_view text) {
  std::string printable;
  while (!text.empty()) {
    const Character character = NextCharacter(text);
    if (character.code < 0 || IsControl(character.code)) {
      printable += '?';
    } else {
      printable += text.substr(0, character.bytes);
    }
    text.remove_prefix(character.bytes);
  }
  return printable;
}

std::vector<std::string> WrapText(std::string_view text, size_t columns) {
  std::vector<std::string> lines;
  std::string line;
  size_t width = 0;
  size_t break_at = 0;  // bytes of the line that may stay when it is broken; 0: none
  bool last_wide = false;
  while (!text.empty()) {
    const Character character = NextCharacter(text);
    const std::string_view bytes = text.substr(0, character.bytes);
    const size_t wide = WidthOf(character);
    if (!line.empty() && (wide == 2 || last_wide) && !ClosesText(bytes)) break_at = line.size();
    if (width + wide > columns && !line.empty()) {
      const size_t keep = bytes == " " || break_at == 0 ? line.size() : break_at;
      std::string rest = line.substr(keep);
      line.resize(keep);
      line.erase(line.find_last_not_of(' ') + 1);
      lines.push_back(std::move(line));
      line = std::move(rest);
      width = DisplayWidth(line);
      break_at = 0;
    }
    if (!(bytes == " " && line.empty() && !lines.empty())) {
      line += bytes;
      width += wide;
      if (bytes == " ") break_at = line.size();
    }
    last_wide = wide == 2;
    text.remove_prefix(character.bytes);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

std::string Shortened(std::string_view text, size_t columns) {
  if (DisplayWidth(text) <= columns) return std::string(text);
  std::string shortened;
  size_t width = 1;  // of the ellipsis
  while (!text.empty()) {
    const Character character = NextCharacter(text);
    const std::string_view bytes = text.substr(0, character.bytes);
    width += DisplayWidth(bytes);
    if (width > columns) break;
    shortened += bytes;
    text.remove_prefix(character.bytes);
  }
  return shortened + "…";
}

std::string GroupThousands(int64_t number) {
  std::string digits = std::to_string(number);
  const size_t first = number < 0 ? 1 : 0;
  for (size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string FormatJst(Timestamp at) { return FormatTokyo(at) + " JST"; }

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::AddRow(std::vector<std::string> cells) {
  CHECK(cells.size() == columns_.size());
  for (std::string& cell : cells) cell = Printable(cell);
  rows_.push_back(std::move(cells));
}

// The widths of the columns: what they need, the widest text columns less until all of them fit.
std::vector<size_t> Table::Widths() const {
  std::vector<size_t> widths;
  size_t total = columns_.empty() ? 0 : (columns_.size() - 1) * kColumnGap;
  for (size_t i = 0; i < columns_.size(); ++i) {
    size_t width = DisplayWidth(columns_[i].title);
    for (const auto& row : rows_) width = std::max(width, DisplayWidth(row[i]));
    widths.push_back(width);
    total += width;
  }
  while (total > kTerminalColumns) {
    size_t widest = columns_.size();
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].right || widths[i] <= kWrappedColumnsMin) continue;
      if (widest == columns_.size() || widths[i] > widths[widest]) widest = i;
    }
    if (widest == columns_.size()) break;
    --widths[widest];
    --total;
  }
  return widths;
}

std::string Table::Render() const {
  const std::vector<size_t> widths = Widths();
  std::string out;
  const auto add_row = [&](const auto& cell_of) {
    std::vector<std::vector<std::string>> cells;
    size_t lines = 1;
    for (size_t i = 0; i < columns_.size(); ++i) {
      cells.push_back(WrapText(cell_of(i), std::max<size_t>(widths[i], 2)));
      lines = std::max(lines, cells.back().size());
    }
    for (size_t n = 0; n < lines; ++n) {
      std::string line;
      for (size_t i = 0; i < columns_.size(); ++i) {
        const std::string cell = n < cells[i].size() ? cells[i][n] : "";
        const size_t width = DisplayWidth(cell);
        const std::string gap(widths[i] > width ? widths[i] - width : 0, ' ');
        if (i > 0) line.append(kColumnGap, ' ');
        line += columns_[i].right ? gap + cell : cell + gap;
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out += line + "\n";
    }
  };
  add_row([&](size_t i) -> const std::string& { return columns_[i].title; });
  for (size_t i = 0; i < widths.size(); ++i) {
    out += (i > 0 ? std::string(kColumnGap, ' ') : "") + Repeat("─", widths[i]);
  }
  out += "\n";
  for (const auto& row : rows_) {
    add_row([&](size_t i) -> const std::string& { return row[i]; });
  }
  return out;
}

}  // namespace enishi
