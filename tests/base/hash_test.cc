#include "ledger/base/hash.h"

#include <gtest/gtest.h>

#include <set>
#include <utility>
#include <vector>

#include "ledger/base/bytes.h"

namespace enishi {
namespace {

using namespace std::string_view_literals;

std::string Sha256Hex(std::initializer_list<std::string_view> parts) {
  return HexEncode(AsView(Sha256(parts)));
}

std::string AllBytes() {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes.push_back(static_cast<char>(byte));
  return bytes;
}

TEST(Hashes, Sha256HasThePublishedValues) {
  EXPECT_EQ(Sha256Hex({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Hex({"abc"}), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Hex({"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"}),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(Sha256Hex({std::string(1'000'000, 'a')}),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Hashes, PartsAreHashedAsOneText) {
  EXPECT_EQ(Sha256({"a", "", "bc"}), Sha256({"abc"}));
  EXPECT_EQ(Sha256({"", ""}), Sha256({}));
}

TEST(Hex, EveryByteComesBack) {
  EXPECT_EQ(HexEncode(std::string("\x00\x0f\xff", 3)), "000fff");
  EXPECT_EQ(*HexDecode(HexEncode(AllBytes())), AllBytes());
  EXPECT_EQ(*HexDecode(""), "");
}

TEST(Hex, OnlyLowerCaseOfAnEvenLengthIsRead) {
  for (const std::string& text :
       {std::string("0"), std::string("000"), std::string("AB"), std::string("aB"),
        std::string("0g"), std::string(" 00"), std::string("00 "), std::string("0x00"),
        std::string("00\0", 3), std::string("0:0"), std::string("\0\0", 2)}) {
    EXPECT_FALSE(HexDecode(text)) << text;
  }
}

TEST(Hex, EveryTruncationGivesOtherBytesOrNone) {
  const std::string text = HexEncode(AllBytes());
  for (size_t size = 0; size < text.size(); ++size) {
    const auto bytes = HexDecode(text.substr(0, size));
    EXPECT_EQ(bytes.has_value(), size % 2 == 0);
    if (bytes) {
      EXPECT_EQ(*bytes, AllBytes().substr(0, size / 2));
    }
  }
}

TEST(Base64, PublishedVectorsOfRfc4648Hold) {
  const std::vector<std::pair<std::string, std::string>> vectors = {{"", ""},
                                                                    {"f", "Zg=="},
                                                                    {"fo", "Zm8="},
                                                                    {"foo", "Zm9v"},
                                                                    {"foob", "Zm9vYg=="},
                                                                    {"fooba", "Zm9vYmE="},
                                                                    {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(Base64Encode(bytes), text);
    ASSERT_TRUE(Base64Decode(text)) << text;
    EXPECT_EQ(*Base64Decode(text), bytes);
  }
  EXPECT_EQ(*Base64Decode(Base64Encode(AllBytes())), AllBytes());
  EXPECT_EQ(Base64Encode("\xfb\xff\xfe"), "+//+");
}

TEST(Base64, EveryTextButTheCanonicalOneIsRefused) {
  for (const std::string& text :
       {std::string("Zg"), std::string("Zg="), std::string("Zg==="), std::string("Zh=="),
        std::string("Zm9="), std::string("Zm8"), std::string("Z"), std::string("="),
        std::string("===="), std::string("Zg==Zg=="), std::string(" Zg=="), std::string("Zg==\n"),
        std::string("Zm 9v"), std::string("-__-"), std::string("Zm9v\0", 5),
        std::string("Zm9v=")}) {
    EXPECT_FALSE(Base64Decode(text)) << text;
  }
}

TEST(Base64, EveryByteOutsideTheAlphabetIsRefused) {
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (const char c : AllBytes()) {
    for (size_t at = 0; at < 4; ++at) {
      std::string text = "AAAA";
      text[at] = c;
      const bool padding = c == '=' && at == 3;
      EXPECT_EQ(Base64Decode(text).has_value(), padding || alphabet.find(c) != std::string::npos)
          << static_cast<int>(c) << " at " << at;
    }
  }
}

TEST(Base64, TruncationsAreRefusedOrShorter) {
  const std::string text = Base64Encode(AllBytes());
  for (size_t size = 0; size < text.size(); ++size) {
    const auto bytes = Base64Decode(text.substr(0, size));
    EXPECT_EQ(bytes.has_value(), size % 4 == 0) << size;
    if (bytes) {
      EXPECT_EQ(*bytes, AllBytes().substr(0, size / 4 * 3));
    }
  }
}

TEST(Base32, BytesHaveTheTextOfCrockfordsAlphabet) {
  EXPECT_EQ(Base32Encode(""), "");
  EXPECT_EQ(Base32Encode(std::string(1, '\0')), "00");
  EXPECT_EQ(Base32Encode("\xff"), "ZW");
  EXPECT_EQ(Base32Encode("foobar"), "CSQPYRK1E8");
  EXPECT_EQ(
      Base32Encode(
          "\x00\x44\x32\x14\xc7\x42\x54\xb6\x35\xcf\x84\x65\x3a\x56\xd7\xc6\x75\xbe\x77\xdf"sv),
      "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
}

TEST(Base32, EveryLengthComesBack) {
  for (size_t size = 0; size <= 256; ++size) {
    const std::string bytes = AllBytes().substr(0, size);
    const auto read = Base32Decode(Base32Encode(bytes));
    ASSERT_TRUE(read) << size;
    EXPECT_EQ(*read, bytes);
  }
}

TEST(Base32, PeopleMayWriteItTheirWay) {
  EXPECT_EQ(*Base32Decode("csqp-yrk1-e8"), "foobar");
  EXPECT_EQ(*Base32Decode("CSQP YRKI E8"), "foobar");
  EXPECT_EQ(*Base32Decode("csqpyrkle8"), "foobar");
  EXPECT_EQ(*Base32Decode("Oo"), std::string(1, '\0'));
}

TEST(Base32, OtherCharactersLengthsAndEndsAreRefused) {
  for (const std::string& text :
       {std::string("U0"), std::string("u0"), std::string("0"), std::string("000"),
        std::string("000000"), std::string("01"), std::string("ZZ"), std::string("00="),
        std::string("0_"), std::string("0\t0"), std::string("00\0", 3), std::string("０0")}) {
    EXPECT_FALSE(Base32Decode(text)) << text;
  }
}

TEST(Base32, EveryTruncationIsRefusedOrShorter) {
  const std::string text = Base32Encode(AllBytes());
  for (size_t size = 0; size < text.size(); ++size) {
    const auto bytes = Base32Decode(text.substr(0, size));
    if (bytes) {
      EXPECT_EQ(*bytes, AllBytes().substr(0, bytes->size()));
    }
    if (bytes) {
      EXPECT_EQ(bytes->size(), size * 5 / 8);
    }
  }
}

TEST(Base32, CanonicalTextHasOneMeaningPerCharacter) {
  // Any single other character of the alphabet in the text of some bytes gives other bytes.
  const std::string bytes = "\x12\x34\x56\x78\x9a";
  const std::string text = Base32Encode(bytes);
  for (size_t at = 0; at < text.size(); ++at) {
    for (const char c : std::string("0123456789ABCDEFGHJKMNPQRSTVWXYZ")) {
      if (c == text[at]) continue;
      std::string other = text;
      other[at] = c;
      const auto read = Base32Decode(other);
      EXPECT_FALSE(read && *read == bytes);
    }
  }
}

TEST(Randomness, BytesHaveTheSizeAndDiffer) {
  for (const size_t size : {0, 1, 16, 1000}) EXPECT_EQ(RandomBytes(size).size(), size);
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) seen.insert(RandomBytes(16));
  EXPECT_EQ(seen.size(), 100U);
}

TEST(Bytes, IntegersAreMostSignificantFirst) {
  std::string out;
  PutInteger(out, uint8_t{0x01});
  PutInteger(out, uint16_t{0x0203});
  PutInteger(out, uint32_t{0x04050607});
  PutInteger(out, uint64_t{0x08090A0B0C0D0E0F});
  EXPECT_EQ(HexEncode(out), "0102030405060708090a0b0c0d0e0f");
  ByteReader reader(out);
  uint8_t a = 0;
  uint16_t b = 0;
  uint32_t c = 0;
  uint64_t d = 0;
  EXPECT_TRUE(reader.Read(a) && reader.Read(b) && reader.Read(c) && reader.Read(d));
  EXPECT_TRUE(reader.AtEnd());
  EXPECT_EQ(a, 0x01);
  EXPECT_EQ(b, 0x0203);
  EXPECT_EQ(c, 0x04050607U);
  EXPECT_EQ(d, 0x08090A0B0C0D0E0FU);
}

TEST(Bytes, AReaderThatFailedStaysFailed) {
  ByteReader reader("abc");
  uint32_t four = 7;
  uint8_t one = 7;
  EXPECT_FALSE(reader.Read(four));
  EXPECT_EQ(four, 7U);
  EXPECT_FALSE(reader.Read(one));
  EXPECT_TRUE(reader.failed());
  EXPECT_FALSE(reader.AtEnd());
  std::string_view nothing;
  EXPECT_FALSE(reader.ReadBytes(0, nothing));
}

TEST(Bytes, LeftOverBytesAreNoEnd) {
  ByteReader reader("abc");
  std::array<uint8_t, 2> two{};
  EXPECT_TRUE(reader.Read(two));
  EXPECT_EQ(two[1], 'b');
  EXPECT_FALSE(reader.AtEnd());
  EXPECT_EQ(reader.remaining(), 1U);
}

}  // namespace
}  // namespace enishi
