#include <string>

#include "api/http/frame.h"
#include "ledger/base/calendar.h"
#include "ledger/base/hash.h"
#include "ledger/base/identifiers.h"
#include "ledger/base/json.h"
#include "ledger/base/utf8.h"
#include "tests/fuzz/target.h"

namespace enishi::testing {
namespace {

std::string WriteHead(const RequestHead& head) {
  std::string text = head.method + " " + head.target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : head.headers) text += name + ": " + value + "\r\n";
  return text + "\r\n";
}

// A value with exactly one text per name.
template <class Name>
void CheckOneText(std::string_view input) {
  const auto name = Name::Parse(input);
  if (!name) return;
  if constexpr (requires { name->ToString(); }) {
    CHECK(name->ToString() == input);
  } else {
    CHECK(name->text == input);
  }
}

}  // namespace

void FuzzFrame(std::string_view input) {
  const auto end = FindHeadEnd(input, 0);
  // Bytes that arrive one by one give the same result as bytes that arrive at once.
  std::optional<size_t> late;
  for (size_t size = 0; size <= input.size() && !late; ++size) {
    late = FindHeadEnd(input.substr(0, size), size == 0 ? 0 : size - 1);
  }
  CHECK(late == end);
  if (!end) return;
  const FrameLimits limits{1024, 16, 128, 4096};
  const auto head = ReadHead(input.substr(0, *end), limits);
  if (!head) {
    CHECK(head.error().status >= 400 && head.error().status <= 505);
    CHECK(!head.error().detail.empty());
    return;
  }
  CHECK(head->target.size() <= limits.target_bytes && head->headers.size() <= limits.header_count);
  CHECK(head->content_length <= limits.body_bytes);
  CHECK(head->Value("transfer-encoding").empty());
  // Parsing the head a second time, as the HTTP library does, gives the same request.
  FrameLimits wide = limits;
  wide.head_bytes *= 2;
  const std::string written = WriteHead(*head);
  const auto again = ReadHead(written, wide);
  if (!again) {
    CHECK(head->close && head->Value("host").empty());  // HTTP/1.0 needs no Host
    return;
  }
  CHECK(again->method == head->method && again->target == head->target &&
        again->headers == head->headers && again->content_length == head->content_length);
}

void FuzzJson(std::string_view input) {
  const auto json = ParseJson(input);
  if (!json) return;
  CHECK(CountCharacters(input).has_value());
  const std::string text = Dump(*json);
  const auto again = ParseJson(text);
  CHECK(again && *again == *json && Dump(*again) == text);
  const auto pretty = ParseJson(Pretty(*json));
  CHECK(pretty && *pretty == *json);
}

void FuzzNames(std::string_view input) {
  CheckOneText<Uuid>(input);
  CheckOneText<Code>(input);
  CheckOneText<CurrencyCode>(input);
  CheckOneText<Reference>(input);
  CheckOneText<MunicipalityCode>(input);
  CheckOneText<Origin>(input);
  CheckOneText<Date>(input);
  if (const auto account = AccountId::Parse(input)) {
    const auto again = AccountId::Parse(account->ToString());
    CHECK(again && *again == *account);
    const auto bytes = AccountId::FromBytes(account->bytes());
    CHECK(bytes && *bytes == *account);
  }
  if (const auto at = ParseRfc3339(input)) {
    CHECK(at->ms <= Timestamp::kMax);
    const auto again = ParseRfc3339(FormatUtc(*at));
    CHECK(again && *again == *at);
  }
  if (const auto bytes = HexDecode(input)) CHECK(HexEncode(*bytes) == input);
  if (const auto bytes = Base64Decode(input)) CHECK(Base64Encode(*bytes) == input);
  if (const auto bytes = Base32Decode(input)) {
    const auto again = Base32Decode(Base32Encode(*bytes));
    CHECK(again && *again == *bytes);
  }
}

}  // namespace enishi::testing
