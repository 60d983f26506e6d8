#include "ledger/log/entry_row.h"

#include <limits>

#include "ledger/base/bytes.h"

namespace enishi {
namespace {

constexpr char kEntryLetter = 'e';

void PutText(std::string& out, std::string_view text) {
  CHECK(text.size() <= std::numeric_limits<uint32_t>::max());
  PutInteger(out, static_cast<uint32_t>(text.size()));
  out.append(text);
}

bool ReadText(ByteReader& reader, std::string& text) {
  uint32_t length = 0;
  std::string_view bytes;
  if (!reader.Read(length) || !reader.ReadBytes(length, bytes)) return false;
  text = bytes;
  return true;
}

}  // namespace

std::string EntryRowKey(uint64_t index) {
  std::string key(1, kEntryLetter);
  PutInteger(key, index);
  return key;
}

std::optional<uint64_t> ReadEntryRowKey(std::string_view key) {
  if (key.empty() || key.front() != kEntryLetter) return std::nullopt;
  ByteReader reader(key.substr(1));
  uint64_t index = 0;
  if (!reader.Read(index) || !reader.AtEnd()) return std::nullopt;
  return index;
}

std::string EncodeEntryRow(const StoredEntry& entry) {
  CHECK(entry.links.size() <= std::numeric_limits<uint16_t>::max());
  std::string row;
  row.reserve(10 + entry.leaf.size() + entry.outcome.size() + 8 * entry.links.size());
  PutText(row, entry.leaf);
  PutText(row, entry.outcome);
  PutInteger(row, static_cast<uint16_t>(entry.links.size()));
  for (const uint64_t link : entry.links) PutInteger(row, link);
  return row;
}

Parsed<StoredEntry> DecodeEntryRow(std::string_view row) {
  StoredEntry entry;
  ByteReader reader(row);
  uint16_t link_count = 0;
  if (!ReadText(reader, entry.leaf) || !ReadText(reader, entry.outcome) ||
      !reader.Read(link_count)) {
    return FormatError{"an entry's row is cut short"};
  }
  if (reader.remaining() != size_t{8} * link_count) {
    return FormatError{"an entry's row does not have the links it says"};
  }
  entry.links.resize(link_count);
  for (uint64_t& link : entry.links) reader.Read(link);
  return entry;
}

}  // namespace enishi
