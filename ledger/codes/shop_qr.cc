#include "ledger/codes/shop_qr.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "ledger/base/bytes.h"
#include "ledger/base/utf8.h"

namespace enishi {
namespace {

constexpr std::string_view kGuid = "jp.enishi";
constexpr std::string_view kOurTemplate = "30";
constexpr std::string_view kFirstTemplate = "26";  // schemes without a card brand's number
constexpr std::string_view kLastTemplate = "51";
constexpr std::string_view kCrcHeader = "6304";
constexpr std::string_view kYen = "392";
constexpr size_t kPayloadMax = 512;        // characters
constexpr size_t kPayloadMaxBytes = 2048;  // of at most four bytes each
constexpr size_t kValueMax = 99;

using Fields = std::vector<EmvField>;

ShopQrError Malformed(std::string message) {
  return {ShopQrError::Reason::kMalformed, std::move(message)};
}

bool IsDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

const std::string* Find(const Fields& fields, std::string_view id) {
  const auto at = std::find_if(fields.begin(), fields.end(),
                               [&](const EmvField& field) { return field.id == id; });
  return at == fields.end() ? nullptr : &at->value;
}

std::string TextOf(const Fields& fields, std::string_view id) {
  const std::string* value = Find(fields, id);
  return value == nullptr ? std::string() : *value;
}

// Splits a text into its fields; nothing where one is cut off, empty or there twice.
std::optional<Fields> Split(std::string_view text) {
  Fields fields;
  while (!text.empty()) {
    if (text.size() < 4 || !IsDigits(text.substr(0, 4))) return std::nullopt;
    const std::string_view id = text.substr(0, 2);
    const int length = (text[2] - '0') * 10 + (text[3] - '0');
    text.remove_prefix(4);
    const auto value = FirstCharacters(text, static_cast<size_t>(length));
    if (!value || length == 0 || Find(fields, id) != nullptr) return std::nullopt;
    fields.push_back({std::string(id), std::string(*value)});
    text.remove_prefix(value->size());
  }
  return fields;
}

// Appends id, length and value; the caller has checked the length.
void Put(std::string& out, std::string_view id, std::string_view value) {
  const auto count = CountCharacters(value);
  CHECK(count && *count >= 1 && *count <= kValueMax);
  out += fmt::format("{}{:02}{}", id, *count, value);
}

bool IsLabel(std::string_view text, size_t characters_max) {
  const auto count = CountCharacters(text);
  return count && *count >= 1 && *count <= characters_max && IsPrintableUtf8(text);
}

// What both directions hold the texts to; empty where all is well.
std::string_view WrongText(const ShopQr& qr) {
  if (!IsLabel(qr.name, ShopQr::kNameMax)) return "the shop's name needs 1 to 25 characters";
  if (!IsLabel(qr.city, ShopQr::kCityMax)) return "the city needs 1 to 15 characters";
  if (!qr.japanese_name.empty() && !IsLabel(qr.japanese_name, ShopQr::kNameMax)) {
    return "the Japanese name has at most 25 characters";
  }
  if (!qr.postal_code.empty() && !IsLabel(qr.postal_code, ShopQr::kPostalCodeMax)) {
    return "the postal code has at most 10 characters";
  }
  if (qr.category.size() != 4 || !IsDigits(qr.category)) return "the category has four digits";
  if (qr.amount && (qr.amount->IsZero() || qr.amount->minor() > ShopQr::kAmountMax)) {
    return "the amount has 1 to 13 digits and is not zero";
  }
  if (qr.reference && qr.reference->text.size() > ShopQr::kReferenceMax) {
    return "the reference has at most 25 characters";
  }
  return "";
}

// Our template among those of all schemes, or why it cannot be read.
Result<Fields, ShopQrError> OurTemplate(const Fields& fields) {
  std::optional<Fields> ours;
  for (const EmvField& field : fields) {
    if (field.id < kFirstTemplate || field.id > kLastTemplate) continue;
    auto inner = Split(field.value);
    if (!inner) return Malformed("a scheme's template is cut off or has an id twice");
    if (TextOf(*inner, "00") != kGuid) continue;
    if (ours) return Malformed("two templates of this scheme");
    ours = std::move(inner);
  }
  if (!ours) return ShopQrError{ShopQrError::Reason::kNotEnishi, "a QR of another payment scheme"};
  return *std::move(ours);
}

std::optional<ShopQrError> ReadOurTemplate(const Fields& ours, ShopQr& qr) {
  const std::string id_text = TextOf(ours, "01");
  const auto shop = AccountId::Parse(id_text);
  if (!shop || shop->ToString() != id_text) return Malformed("the shop's account id is wrong");
  auto currency = CurrencyCode::Parse(TextOf(ours, "02"));
  if (!currency) return Malformed("the currency's code is wrong");
  const auto prefix = HexDecode(TextOf(ours, "03"));
  if (!prefix || prefix->size() != qr.ledger_prefix.size()) {
    return Malformed("the ledger's mark is not 16 hexadecimal digits");
  }
  qr.shop = *shop;
  qr.currency = *std::move(currency);
  ByteReader(*prefix).Read(qr.ledger_prefix);
  return std::nullopt;
}

std::optional<ShopQrError> ReadAmount(const Fields& fields, ShopQr& qr) {
  const std::string initiation = TextOf(fields, "01");
  const std::string* text = Find(fields, "54");
  if (initiation != "11" && initiation != "12") return Malformed("neither static nor dynamic");
  if ((initiation == "12") != (text != nullptr)) {
    return Malformed("a static QR has no amount and a dynamic one has one");
  }
  if (text == nullptr) return std::nullopt;
  int64_t minor = 0;
  if (!IsDigits(*text) || text->front() == '0' || text->size() > 13) {
    return Malformed("the amount is not a whole number of at most 13 digits");
  }
  std::from_chars(text->data(), text->data() + text->size(), minor);
  qr.amount = Amount::From(minor);
  return std::nullopt;
}

std::optional<ShopQrError> ReadAdditional(const Fields& fields, ShopQr& qr) {
  const auto additional = Split(TextOf(fields, "62"));
  const auto language = Split(TextOf(fields, "64"));
  if (!additional || !language) return Malformed("a template is cut off or has an id twice");
  if (const std::string* label = Find(*additional, "05")) {
    auto reference = Reference::Parse(*label);
    if (!reference) return Malformed("the reference has characters that are not allowed");
    qr.reference = *std::move(reference);
  }
  if (TextOf(*language, "00") == "JA") qr.japanese_name = TextOf(*language, "01");
  return std::nullopt;
}

}  // namespace

uint16_t Crc16CcittFalse(std::string_view bytes) {
  uint32_t crc = 0xFFFF;
  for (const char byte : bytes) {
    crc ^= static_cast<uint32_t>(static_cast<uint8_t>(byte)) << 8;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc & 0x8000) != 0 ? (crc << 1 ^ 0x1021) & 0xFFFF : crc << 1;
    }
  }
  return static_cast<uint16_t>(crc);
}

Result<std::vector<EmvField>, ShopQrError> ParseEmvPayload(std::string_view text) {
  if (text.size() > kPayloadMaxBytes ||
      CountCharacters(text).value_or(kPayloadMax + 1) > kPayloadMax) {
    return Malformed("not UTF-8 of at most 512 characters");
  }
  auto fields = Split(text);
  if (!fields) return Malformed("a field is cut off, empty or there twice");
  if (fields->size() < 2 || fields->front() != EmvField{"00", "01"} || fields->back().id != "63") {
    return Malformed("the payload does not begin with its format or end with its checksum");
  }
  const std::string& crc = fields->back().value;
  const std::string right =
      fmt::format("{:04X}", Crc16CcittFalse(text.substr(0, text.size() - crc.size())));
  if (crc.size() != 4) return Malformed("the checksum does not have four digits");
  if (crc != right) return ShopQrError{ShopQrError::Reason::kBadChecksum, "the checksum is wrong"};
  return *std::move(fields);
}

bool ShopQr::IsForLedger(const Hash& ledger) const {
  return std::equal(ledger_prefix.begin(), ledger_prefix.end(), ledger.begin());
}

Parsed<std::string> EncodeShopQr(const ShopQr& qr) {
  if (const std::string_view wrong = WrongText(qr); !wrong.empty()) {
    return FormatError{std::string(wrong)};
  }
  if (qr.shop.IsNone() || !CurrencyCode::Parse(qr.currency.text)) {
    return FormatError{"the shop's account or the currency is missing"};
  }
  std::string ours;
  Put(ours, "00", kGuid);
  Put(ours, "01", qr.shop.ToString());
  Put(ours, "02", qr.currency.text);
  Put(ours, "03", HexEncode(AsView(qr.ledger_prefix)));
  std::string out;
  Put(out, "00", "01");
  Put(out, "01", qr.amount ? "12" : "11");
  Put(out, kOurTemplate, ours);
  Put(out, "52", qr.category);
  Put(out, "53", kYen);
  if (qr.amount) Put(out, "54", std::to_string(qr.amount->minor()));
  Put(out, "58", "JP");
  Put(out, "59", qr.name);
  Put(out, "60", qr.city);
  if (!qr.postal_code.empty()) Put(out, "61", qr.postal_code);
  if (qr.reference) {
    std::string additional;
    Put(additional, "05", qr.reference->text);
    Put(out, "62", additional);
  }
  if (!qr.japanese_name.empty()) {
    std::string language;
    Put(language, "00", "JA");
    Put(language, "01", qr.japanese_name);
    Put(out, "64", language);
  }
  out += kCrcHeader;
  out += fmt::format("{:04X}", Crc16CcittFalse(out));
  return out;
}

Result<ShopQr, ShopQrError> DecodeShopQr(std::string_view text) {
  const auto fields = ParseEmvPayload(text);
  if (!fields) return fields.error();
  const auto ours = OurTemplate(*fields);
  if (!ours) return ours.error();
  ShopQr qr;
  if (auto error = ReadOurTemplate(*ours, qr)) return *std::move(error);
  if (auto error = ReadAmount(*fields, qr)) return *std::move(error);
  if (auto error = ReadAdditional(*fields, qr)) return *std::move(error);
  if (TextOf(*fields, "53") != kYen || TextOf(*fields, "58") != "JP") {
    return Malformed("the country is not Japan or the unit is not the yen");
  }
  qr.category = TextOf(*fields, "52");
  qr.name = TextOf(*fields, "59");
  qr.city = TextOf(*fields, "60");
  qr.postal_code = TextOf(*fields, "61");
  if (const std::string_view wrong = WrongText(qr); !wrong.empty()) {
    return Malformed(std::string(wrong));
  }
  return qr;
}

}  // namespace enishi
