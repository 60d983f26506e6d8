#include "ledger/base/identifiers.h"

#include <gtest/gtest.h>

#include <cctype>
#include <nlohmann/json.hpp>

#include "tests/fixtures/vectors.h"

namespace enishi {
namespace {

using testing::CoreVectors;
using testing::Elements;

constexpr std::string_view kBase32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

AccountId FirstId() {
  const Json vectors = CoreVectors("account_id.json");
  return testing::Account(Elements(vectors, "vectors").front(), "account");
}

TEST(AccountIds, ComeFromTheFirstKeyAsTheVectorsSay) {
  const Json vectors = CoreVectors("account_id.json");
  for (const Json& vector : Elements(vectors, "vectors")) {
    const AccountId id = AccountId::FromKey({testing::FixedHex<32>(vector, "key")});
    EXPECT_EQ(id.ToString(), TextOf(vector, "account"));
    EXPECT_PRED_FORMAT2(testing::SameBytes, AsView(id.bytes()), testing::HexBytes(vector, "bytes"));
    EXPECT_EQ(*AccountId::Parse(id.ToString()), id);
    EXPECT_EQ(*AccountId::FromBytes(id.bytes()), id);
  }
}

TEST(AccountIds, TheSpecificationsExampleIsAVector) {
  const std::string spec = testing::Specification("account-id.md");
  const Json vectors = CoreVectors("account_id.json");
  const Json& vector = Elements(vectors, "vectors").front();
  EXPECT_NE(spec.find(TextOf(vector, "key")), std::string::npos);
  EXPECT_NE(spec.find(TextOf(vector, "bytes")), std::string::npos);
  EXPECT_NE(spec.find(TextOf(vector, "account")), std::string::npos);
}

TEST(AccountIds, AreReadAsPeopleWriteThem) {
  const AccountId id = FirstId();
  std::string text = id.ToString();
  ASSERT_EQ(text.size(), 29U);
  const auto same = [&](std::string_view other) {
    const auto read = AccountId::Parse(other);
    return read && *read == id;
  };
  EXPECT_TRUE(same(text));
  std::string lower = text;
  for (char& c : lower) c = static_cast<char>(std::tolower(c));
  EXPECT_TRUE(same(lower));
  std::string plain;
  std::string spaced = text;
  for (char& c : spaced) {
    if (c != '-') plain.push_back(c);
    if (c == '-') c = ' ';
  }
  EXPECT_TRUE(same(plain));
  EXPECT_TRUE(same(spaced));
  ASSERT_NE(text.find('0'), std::string::npos);
  text[text.find('0')] = 'O';
  ASSERT_NE(text.find('1'), std::string::npos);
  text[text.find('1')] = 'l';
  EXPECT_TRUE(same(text));
}

TEST(AccountIds, EveryChangeOfOneCharacterIsRefused) {
  const Json vectors = CoreVectors("account_id.json");
  for (const Json& vector : Elements(vectors, "vectors")) {
    const std::string text = TextOf(vector, "account");
    for (size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '-') continue;
      for (const char c : kBase32) {
        if (c == text[at]) continue;
        std::string wrong = text;
        wrong[at] = c;
        EXPECT_FALSE(AccountId::Parse(wrong)) << wrong;
      }
    }
  }
}

TEST(AccountIds, EverySwapOfNeighboursIsRefused) {
  const std::string text = FirstId().ToString();
  for (size_t at = 0; at + 1 < text.size(); ++at) {
    if (text[at] == '-' || text[at + 1] == '-' || text[at] == text[at + 1]) continue;
    std::string wrong = text;
    std::swap(wrong[at], wrong[at + 1]);
    EXPECT_FALSE(AccountId::Parse(wrong)) << wrong;
  }
}

TEST(AccountIds, EveryFlippedBitAndEveryTruncationIsRefused) {
  const AccountId id = FirstId();
  for (size_t bit = 0; bit < 120; ++bit) {
    auto bytes = id.bytes();
    bytes[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
    EXPECT_FALSE(AccountId::FromBytes(bytes)) << bit;
  }
  const std::string text = id.ToString();
  for (size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(AccountId::Parse(text.substr(0, size))) << size;
  }
  EXPECT_FALSE(AccountId::Parse(text + "0"));
  EXPECT_FALSE(AccountId::Parse(text + std::string(12, ' ')));
}

TEST(AccountIds, NoAccountIsReadFromBytesButNotFromText) {
  EXPECT_TRUE(AccountId().IsNone());
  const auto none = AccountId::FromBytes({});
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->IsNone());
  EXPECT_FALSE(AccountId::Parse(AccountId().ToString()));
  EXPECT_FALSE(FirstId().IsNone());
}

TEST(Uuids, CarryTheirInstantVersionAndVariant) {
  for (const uint64_t ms : {uint64_t{0}, uint64_t{1'775'001'600'123}, Timestamp::kMax}) {
    const Uuid uuid = Uuid::At({ms});
    EXPECT_EQ(uuid.time().ms, ms);
    EXPECT_EQ(uuid.bytes[6] >> 4, 7);
    EXPECT_EQ(uuid.bytes[8] >> 6, 2);
    const auto read = Uuid::Parse(uuid.ToString());
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, uuid);
  }
  EXPECT_NE(Uuid::At({0}), Uuid::At({0}));
}

TEST(Uuids, SortByTheirInstant) { EXPECT_LT(Uuid::At({1000}), Uuid::At({1001})); }

TEST(Uuids, PublishedExampleOfRfc9562IsRead) {
  const auto uuid = Uuid::Parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  ASSERT_TRUE(uuid);
  EXPECT_EQ(FormatUtc(uuid->time()), "2022-02-22T19:22:22.000Z");
  EXPECT_EQ(uuid->ToString(), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST(Uuids, OtherVersionsVariantsAndFormsAreRefused) {
  for (const char* text :
       {"017F22E2-79B0-7CC3-98C4-DC0C0C07398F", "017f22e2-79b0-4cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-1cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-58c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-c8c4-dc0c0c07398f", "017f22e279b07cc398c4dc0c0c07398f",
        "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
        "017f22e27-9b0-7cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c-c07398f", ""}) {
    EXPECT_FALSE(Uuid::Parse(text)) << text;
  }
}

TEST(Codes, AreShortLowerCaseNames) {
  for (const std::string& text :
       {std::string("a"), std::string("satoyama-2026"), std::string("0-0"), std::string(32, 'z')}) {
    EXPECT_TRUE(Code::Parse(text)) << text;
  }
  for (const std::string& text :
       {std::string(), std::string(33, 'z'), std::string("A"), std::string("-a"), std::string("a-"),
        std::string("a_b"), std::string("a b"), std::string("里山"), std::string("a\0", 2)}) {
    EXPECT_FALSE(Code::Parse(text)) << text;
  }
}

TEST(CurrencyCodes, AreShortUpperCaseNames) {
  for (const char* text : {"EN", "UNNAN", "A1234567"})
    EXPECT_TRUE(CurrencyCode::Parse(text)) << text;
  for (const char* text : {"", "E", "ABCDEFGHI", "1A", "en", "E-N", "E N", "円"}) {
    EXPECT_FALSE(CurrencyCode::Parse(text)) << text;
  }
}

TEST(References, HaveNoSpacesAndNoOtherScripts) {
  for (const std::string& text : {std::string("A-1/2_3.4:5"), std::string(40, 'x')}) {
    EXPECT_TRUE(Reference::Parse(text)) << text;
  }
  for (const std::string& text : {std::string(), std::string(41, 'x'), std::string("a b"),
                                  std::string("領収書"), std::string("a\n"), std::string("a@b")}) {
    EXPECT_FALSE(Reference::Parse(text)) << text;
  }
}

TEST(Origins, AreUrlPrefixesWithoutAScheme) {
  for (const std::string& text : {std::string("ledger.example.jp/unnan"), std::string(128, 'x')}) {
    EXPECT_TRUE(Origin::Parse(text)) << text;
  }
  for (const std::string& text : {std::string(), std::string(129, 'x'), std::string("a b"),
                                  std::string("a+b"), std::string("a\nb")}) {
    EXPECT_FALSE(Origin::Parse(text)) << text;
  }
}

TEST(MunicipalityCodes, KnownOnesAreAcceptedAndOthersRefused) {
  for (const char* text : {"011002", "131041", "131130", "131121", "131059", "131148", "271004",
                           "312011", "322091", "202151", "472018", "010006", "130001", "400009"}) {
    EXPECT_TRUE(MunicipalityCode::Parse(text)) << text;
  }
  for (const char* text :
       {"131042", "13104", "1310410", "", "13104a", "13104 ", "１３１０４１", "10006"}) {
    EXPECT_FALSE(MunicipalityCode::Parse(text)) << text;
  }
}

TEST(MunicipalityCodes, EveryChangeOfTheCheckDigitIsRefused) {
  for (char digit = '0'; digit <= '9'; ++digit) {
    EXPECT_EQ(MunicipalityCode::Parse(std::string("32209") + digit).has_value(), digit == '1');
  }
}

TEST(MunicipalityCodes, EveryMunicipalityOfJapanIsAccepted) {
  ENISHI_NEEDS_SHARED("data/local_government/localgovjp-utf8.csv");
  std::ifstream file(testing::SharedFolder() / "data/local_government/localgovjp-utf8.csv");
  std::string line;
  ASSERT_TRUE(std::getline(file, line));
  int read = 0;
  while (std::getline(file, line)) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    const std::string code = line.substr(line.rfind(',') + 1);
    EXPECT_TRUE(MunicipalityCode::Parse(code)) << code;
    ++read;
  }
  EXPECT_EQ(read, 1916);
}

}  // namespace
}  // namespace enishi
