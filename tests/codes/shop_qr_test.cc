#include "ledger/codes/shop_qr.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/fixtures/vectors.h"

namespace enishi {
namespace {

using testing::CoreVectors;
using testing::Elements;
using Reason = ShopQrError::Reason;

ShopQr QrOf(const Json& vector) {
  ShopQr qr;
  qr.shop = testing::Account(vector, "shop");
  qr.currency = *CurrencyCode::Parse(TextOf(vector, "currency"));
  ByteReader(testing::HexBytes(vector, "ledger")).Read(qr.ledger_prefix);
  qr.name = TextOf(vector, "name");
  qr.city = TextOf(vector, "city");
  qr.category = TextOf(vector, "category");
  qr.postal_code = TextOf(vector, "postal_code");
  qr.japanese_name = TextOf(vector, "japanese_name");
  if (IntegerOf(vector, "amount") != 0) qr.amount = Amount::From(IntegerOf(vector, "amount"));
  if (!TextOf(vector, "reference").empty())
    qr.reference = *Reference::Parse(TextOf(vector, "reference"));
  return qr;
}

ShopQr StaticQr() {
  const Json vectors = CoreVectors("shop_qr.json");
  return QrOf(Elements(vectors, "vectors").front());
}

TEST(ShopQrs, ChecksumHasThePublishedCheckValue) {
  EXPECT_EQ(Crc16CcittFalse("123456789"), 0x29B1);
  EXPECT_EQ(Crc16CcittFalse(""), 0xFFFF);
}

TEST(ShopQrs, EncodeAsTheVectorsSay) {
  const Json vectors = CoreVectors("shop_qr.json");
  for (const Json& vector : Elements(vectors, "vectors")) {
    const auto text = EncodeShopQr(QrOf(vector));
    ASSERT_TRUE(text) << text.error().message;
    EXPECT_PRED_FORMAT2(testing::SameBytes, *text, TextOf(vector, "text"))
        << TextOf(vector, "case");
  }
}

TEST(ShopQrs, DecodeAsTheVectorsSay) {
  const Json vectors = CoreVectors("shop_qr.json");
  for (const Json& vector : Elements(vectors, "vectors")) {
    const auto qr = DecodeShopQr(TextOf(vector, "text"));
    ASSERT_TRUE(qr) << qr.error().message;
    EXPECT_EQ(*qr, QrOf(vector)) << TextOf(vector, "case");
    Hash ledger = testing::FixedHex<32>(vector, "ledger");
    EXPECT_TRUE(qr->IsForLedger(ledger));
    ledger[7] ^= 1;
    EXPECT_FALSE(qr->IsForLedger(ledger));
  }
}

TEST(ShopQrs, AnotherOrderAndUnknownIdsAreRead) {
  const Json vectors = CoreVectors("shop_qr.json");
  for (const Json& vector : Elements(vectors, "also_read")) {
    const auto qr = DecodeShopQr(TextOf(vector, "text"));
    ASSERT_TRUE(qr) << TextOf(vector, "name") << ": " << qr.error().message;
    EXPECT_EQ(qr->shop, StaticQr().shop);
    EXPECT_FALSE(qr->amount);
  }
}

TEST(ShopQrs, OtherSchemesAreToldFromDamage) {
  const Json vectors = CoreVectors("shop_qr.json");
  for (const Json& vector : Elements(vectors, "other_schemes")) {
    const auto fields = ParseEmvPayload(TextOf(vector, "text"));
    ASSERT_TRUE(fields) << fields.error().message;
    const auto qr = DecodeShopQr(TextOf(vector, "text"));
    ASSERT_FALSE(qr);
    EXPECT_EQ(qr.error().reason, Reason::kNotEnishi) << TextOf(vector, "name");
  }
}

TEST(ShopQrs, LengthsCountCharactersAndNotBytes) {
  const Json vectors = CoreVectors("shop_qr.json");
  const auto fields = ParseEmvPayload(TextOf(Elements(vectors, "other_schemes").front(), "text"));
  ASSERT_TRUE(fields);
  const EmvField language{"64", "0002JA0104見本食堂"};
  EXPECT_EQ(std::count(fields->begin(), fields->end(), language), 1);
}

TEST(ShopQrs, RefuseEveryMalformedVectorForItsReason) {
  const Json vectors = CoreVectors("shop_qr.json");
  const std::map<std::string, Reason> reasons = {{"malformed", Reason::kMalformed},
                                                 {"checksum", Reason::kBadChecksum},
                                                 {"not_enishi", Reason::kNotEnishi}};
  for (const Json& vector : Elements(vectors, "refused")) {
    const auto qr = DecodeShopQr(TextOf(vector, "text"));
    ASSERT_FALSE(qr) << TextOf(vector, "name");
    EXPECT_EQ(qr.error().reason, reasons.at(TextOf(vector, "reason")))
        << TextOf(vector, "name") << ": " << qr.error().message;
  }
}

TEST(ShopQrs, EveryTruncationAndEveryFlippedBitIsRefused) {
  const Json vectors = CoreVectors("shop_qr.json");
  for (const Json& vector : Elements(vectors, "vectors")) {
    const std::string text = TextOf(vector, "text");
    for (size_t size = 0; size < text.size(); ++size) {
      EXPECT_FALSE(DecodeShopQr(text.substr(0, size))) << "cut to " << size;
    }
    for (size_t bit = 0; bit < text.size() * 8; ++bit) {
      std::string flipped = text;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
      EXPECT_FALSE(DecodeShopQr(flipped)) << "bit " << bit;
    }
  }
}

TEST(ShopQrs, LongestFieldsFit) {
  ShopQr qr = StaticQr();
  qr.currency = *CurrencyCode::Parse("ABCDEFGH");
  qr.name = std::string(ShopQr::kNameMax, 'N');
  qr.city = std::string(ShopQr::kCityMax, 'C');
  qr.postal_code = std::string(ShopQr::kPostalCodeMax, '1');
  qr.japanese_name = "𠮷";  // outside the basic plane, and still one character
  for (size_t i = 1; i < ShopQr::kNameMax; ++i) qr.japanese_name.append("縁");
  qr.reference = *Reference::Parse(std::string(ShopQr::kReferenceMax, 'R'));
  qr.amount = Amount::From(ShopQr::kAmountMax);
  const auto text = EncodeShopQr(qr);
  ASSERT_TRUE(text) << text.error().message;
  const auto read = DecodeShopQr(*text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, qr);
}

TEST(ShopQrs, EncodingRefusesWhatDoesNotFit) {
  const auto refused = [](const auto& spoil) {
    ShopQr qr = StaticQr();
    spoil(qr);
    return !EncodeShopQr(qr).has_value();
  };
  EXPECT_FALSE(refused([](ShopQr&) {}));
  EXPECT_TRUE(refused([](ShopQr& qr) { qr.name.clear(); }));
  EXPECT_TRUE(refused([](ShopQr& qr) { qr.name = std::string(26, 'A'); }));
  EXPECT_TRUE(refused([](ShopQr& qr) { qr.name = "a\nb"; }));
  EXPECT_TRUE(refused([](ShopQr& qr) { qr.name = "\xFF"; }));
  EXPECT_TRUE(refused([](ShopQr& qr) { qr.city.clear(); }));
  EXPECT_TRUE(refused([](ShopQr& qr) { qr.city = std::string(16, 'A'); }));
  EXPECT_TRUE(refused([](ShopQr& qr) { qr.japanese_name = std::string(26, 'A'); }));
  EXPECT_TRUE(refused([](ShopQr& qr) { qr.postal_code = std::string(11, '1'); }));
  EXPECT_TRUE(refused([](ShopQr& qr) { qr.category = "12"; }));
  EXPECT_TRUE(refused([](ShopQr& qr) { qr.amount = Amount(); }));
  EXPECT_TRUE(refused([](ShopQr& qr) { qr.amount = Amount::From(ShopQr::kAmountMax + 1); }));
  EXPECT_TRUE(refused([](ShopQr& qr) { qr.reference = *Reference::Parse(std::string(26, 'R')); }));
  EXPECT_TRUE(refused([](ShopQr& qr) { qr.shop = AccountId(); }));
  EXPECT_TRUE(refused([](ShopQr& qr) { qr.currency.text.clear(); }));
}

TEST(ShopQrs, TheSpecificationsExamplesAreVectors) {
  const std::string spec = testing::Specification("shop-qr.md");
  const Json vectors = CoreVectors("shop_qr.json");
  for (const Json& vector : Elements(vectors, "vectors")) {
    EXPECT_NE(spec.find(TextOf(vector, "text")), std::string::npos) << TextOf(vector, "case");
  }
}

}  // namespace
}  // namespace enishi
