#include "ledger/storage/torn_tail.h"

#include <array>

namespace enishi {
namespace {

constexpr uint64_t kBlockBytes = 32 * 1024;
constexpr uint64_t kHeaderBytes = 7;
constexpr uint8_t kWhole = 1;
constexpr uint8_t kFirst = 2;
constexpr uint8_t kMiddle = 3;
constexpr uint8_t kLast = 4;

constexpr std::array<uint32_t, 256> kCrcTable = [] {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < table.size(); ++i) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82f63b78 : 0);
    table[i] = crc;
  }
  return table;
}();

uint32_t MaskedCrc32c(std::string_view bytes) {
  uint32_t crc = 0xffffffff;
  for (const char byte : bytes)
    crc = kCrcTable[(crc ^ static_cast<uint8_t>(byte)) & 0xff] ^ crc >> 8;
  crc = ~crc;
  return (crc >> 15 | crc << 17) + 0xa282ead8;
}

uint32_t LittleEndian(std::string_view bytes) {
  uint32_t value = 0;
  for (size_t i = bytes.size(); i > 0; --i) value = value << 8 | static_cast<uint8_t>(bytes[i - 1]);
  return value;
}

// A fragment as its header describes it, valid or not.
struct Fragment {
  uint64_t end;
  uint8_t type;
  bool is_good;
};

Fragment ReadFragment(std::string_view file, uint64_t offset) {
  const std::string_view header = file.substr(offset, kHeaderBytes);
  const uint64_t length = LittleEndian(header.substr(4, 2));
  Fragment fragment{offset + kHeaderBytes + length, static_cast<uint8_t>(header[6]), false};
  const bool fits =
      fragment.end <= file.size() && offset % kBlockBytes + kHeaderBytes + length <= kBlockBytes;
  fragment.is_good = fits && fragment.type >= kWhole && fragment.type <= kLast &&
                     LittleEndian(header.substr(0, 4)) ==
                         MaskedCrc32c(file.substr(offset + kHeaderBytes - 1, length + 1));
  return fragment;
}

// Whether a valid fragment begins at or after that offset. Then the bytes before it are not a torn
// tail but have a damaged length.
bool HasGoodFragment(std::string_view file, uint64_t from) {
  for (uint64_t offset = from; offset + kHeaderBytes <= file.size(); ++offset) {
    if (ReadFragment(file, offset).is_good) return true;
  }
  return false;
}

}  // namespace

std::optional<uint64_t> FindTornEnd(std::string_view file) {
  const size_t last = file.find_last_not_of('\0');
  const uint64_t written = last == std::string_view::npos ? 0 : last + 1;
  if (written == file.size()) return std::nullopt;
  uint64_t offset = 0;
  uint64_t record = 0;  // where the record that the next fragment belongs to begins
  bool is_open = false;
  while (offset + kHeaderBytes <= file.size()) {
    const uint64_t left_in_block = kBlockBytes - offset % kBlockBytes;
    if (left_in_block < kHeaderBytes) {
      offset += left_in_block;
      continue;
    }
    if (!is_open) record = offset;
    const Fragment fragment = ReadFragment(file, offset);
    if (!fragment.is_good) {
      const bool is_torn = offset + kHeaderBytes > written || fragment.end > written;
      if (!is_torn || HasGoodFragment(file.substr(0, written), offset + 1)) return std::nullopt;
      return record;
    }
    is_open = fragment.type == kFirst || fragment.type == kMiddle;
    offset = fragment.end;
  }
  return std::nullopt;
}

}  // namespace enishi
