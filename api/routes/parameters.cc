#include "api/routes/parameters.h"

#include <charconv>

#include "api/http/problems.h"

namespace enishi {

std::optional<uint64_t> ReadNumber(std::string_view text) {
  uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  if (number > static_cast<uint64_t>(INT64_MAX)) return std::nullopt;
  return number;
}

Result<AccountId, Response> ReadAccountId(std::string_view text) {
  const auto account = AccountId::Parse(text);
  if (!account) {
    return ProblemResponse(Problem::kBadRequest, "not an account id: " + account.error().message);
  }
  return *account;
}

}  // namespace enishi
