#include "api/routes/cursor.h"

#include "ledger/base/hash.h"

namespace enishi {
namespace {

constexpr size_t kCheckBytes = 5;
constexpr size_t kCursorTextMax = 160;

// The check finds mistakes, not forgeries: a forged place returns nothing that the caller may
// not read anyway.
std::string CheckOf(std::string_view list, std::string_view place) {
  const Hash digest = Sha256({"enishi/cursor/v1\n", list, "\n", place});
  return {reinterpret_cast<const char*>(digest.data()), kCheckBytes};
}

}  // namespace

std::string EncodeCursor(std::string_view list, std::string_view place) {
  return Base32Encode(CheckOf(list, place) + std::string(place));
}

std::optional<std::string> DecodeCursor(std::string_view list, std::string_view cursor) {
  if (cursor.size() > kCursorTextMax) return std::nullopt;
  const auto bytes = Base32Decode(cursor);
  if (!bytes || bytes->size() < kCheckBytes) return std::nullopt;
  std::string place = bytes->substr(kCheckBytes);
  if (bytes->substr(0, kCheckBytes) != CheckOf(list, place)) return std::nullopt;
  return place;
}

}  // namespace enishi
