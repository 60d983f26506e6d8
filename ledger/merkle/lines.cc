#include "ledger/merkle/lines.h"

#include <algorithm>

#include "ledger/base/bytes.h"
#include "ledger/merkle/tree.h"

namespace enishi {

bool TakeLine(std::string_view& rest, std::string_view& line) {
  const size_t end = rest.find('\n');
  if (end == std::string_view::npos) return false;
  line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return true;
}

Parsed<uint64_t> ParseCount(std::string_view text) {
  constexpr size_t kDigitsMax = 19;
  if (text.empty() || text.size() > kDigitsMax || (text.size() > 1 && text.front() == '0') ||
      text.find_first_not_of("0123456789") != std::string_view::npos) {
    return FormatError{"not a decimal number without leading zeros"};
  }
  // Nineteen digits are below 2^64, so that the sum cannot overflow.
  uint64_t count = 0;
  for (const char digit : text) count = count * 10 + static_cast<uint64_t>(digit - '0');
  if (count > kTreeSizeMax) return FormatError{"a number above 2^63 - 1"};
  return count;
}

Parsed<Hash> ParseHash(std::string_view text) {
  constexpr size_t kHashTextBytes = 44;
  if (text.size() != kHashTextBytes) return FormatError{"a hash has 44 characters of base64"};
  const auto bytes = Base64Decode(text);
  if (!bytes || bytes->size() != Hash{}.size()) return FormatError{"not a hash in base64"};
  return HashFromBytes(*bytes);
}

std::string HashText(const Hash& hash) { return Base64Encode(AsView(hash)); }

Hash HashFromBytes(std::string_view bytes) {
  Hash hash;
  CHECK(bytes.size() == hash.size());
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

}  // namespace enishi
