#include "wallet-cli/terminal/text.h"

#include <utf8proc.h>

#include <algorithm>
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
  // Bidirectional overrides reorder what stands around them, so they count as controls here.
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

constexpr size_t kRuleMax = 60;

std::string Repeat(std::string_view text, size_t times) {
  std::string repeated;
  for (size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

}  // namespace

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    const Character character = NextCharacter(text);
    width += character.code < 0 ? 1 : static_cast<size_t>(utf8proc_charwidth(character.code));
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

std::string Table::Render() const {
  std::vector<size_t> widths;
  for (size_t i = 0; i < columns_.size(); ++i) {
    size_t width = DisplayWidth(columns_[i].title);
    for (const auto& row : rows_) width = std::max(width, DisplayWidth(row[i]));
    widths.push_back(width);
  }
  std::string out;
  const auto add_line = [&](const auto& cell_of) {
    std::string line;
    for (size_t i = 0; i < columns_.size(); ++i) {
      const std::string& cell = cell_of(i);
      const std::string gap(widths[i] - DisplayWidth(cell), ' ');
      if (i > 0) line += "  ";
      line += columns_[i].right ? gap + cell : cell + gap;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  };
  add_line([&](size_t i) -> const std::string& { return columns_[i].title; });
  for (size_t i = 0; i < widths.size(); ++i) {
    // A rule longer than a terminal is wide would only wrap.
    out += (i > 0 ? "  " : "") + Repeat("─", std::min(widths[i], kRuleMax));
  }
  out += "\n";
  for (const auto& row : rows_) {
    add_line([&](size_t i) -> const std::string& { return row[i]; });
  }
  return out;
}

}  // namespace enishi
