#include "ledger/codes/attendance_code.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "ledger/codes/code_text.h"
#include "tests/fixtures/vectors.h"

namespace enishi {
namespace {

using testing::CoreVectors;
using testing::Elements;

AttendanceCode CodeOf(const Json& vector) {
  AttendanceCode code;
  code.ledger = testing::FixedHex<32>(vector, "ledger");
  code.key.bytes = testing::FixedHex<32>(vector, "key");
  code.organiser = testing::Account(vector, "organiser");
  code.activity = *Code::Parse(TextOf(vector, "activity"));
  code.valid_from = {static_cast<uint64_t>(IntegerOf(vector, "valid_from"))};
  code.valid_until = {static_cast<uint64_t>(IntegerOf(vector, "valid_until"))};
  return code;
}

TEST(AttendanceCodes, EncodeAsTheVectorsSay) {
  const Json vectors = CoreVectors("attendance_code.json");
  for (const Json& vector : Elements(vectors, "vectors")) {
    SCOPED_TRACE(TextOf(vector, "name"));
    const AttendanceCode code = CodeOf(vector);
    EXPECT_PRED_FORMAT2(testing::SameBytes, AttendanceCodePayload(code),
                        testing::HexBytes(vector, "payload"));
    EXPECT_PRED_FORMAT2(testing::SameBytes, EncodeAttendanceCode(code, testing::KeyOfSeed(vector)),
                        TextOf(vector, "text"));
    EXPECT_LE(TextOf(vector, "text").size(), kAttendanceCodeMaxText);
  }
}

TEST(AttendanceCodes, DecodeAsTheVectorsSay) {
  const Json vectors = CoreVectors("attendance_code.json");
  for (const Json& vector : Elements(vectors, "vectors")) {
    SCOPED_TRACE(TextOf(vector, "name"));
    const auto read = DecodeAttendanceCode(TextOf(vector, "text"));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->code, CodeOf(vector));
    EXPECT_TRUE(read->VerifySignature());
    EXPECT_PRED_FORMAT2(testing::SameBytes, EncodeAttendanceCode(*read), TextOf(vector, "text"));
  }
}

TEST(AttendanceCodes, RefuseEveryMalformedVector) {
  const Json vectors = CoreVectors("attendance_code.json");
  for (const Json& vector : Elements(vectors, "refused")) {
    EXPECT_FALSE(DecodeAttendanceCode(TextOf(vector, "text"))) << TextOf(vector, "name");
  }
}

TEST(AttendanceCodes, LongestActivityHasTheLongestText) {
  const SigningKey key = SigningKey::Random();
  AttendanceCode code;
  code.organiser = AccountId::FromKey(key.public_key());
  code.activity = *Code::Parse(std::string(Code::kMaxBytes, 'a'));
  code.valid_until = {1};
  EXPECT_EQ(EncodeAttendanceCode(code, key).size(), kAttendanceCodeMaxText);
}

TEST(AttendanceCodes, EveryTruncationIsRefused) {
  const Json vectors = CoreVectors("attendance_code.json");
  for (const Json& vector : Elements(vectors, "vectors")) {
    const std::string bytes =
        testing::HexBytes(vector, "payload") + testing::HexBytes(vector, "signature");
    for (size_t size = 0; size < bytes.size(); ++size) {
      const std::string text = EncodeCodeText(kAttendanceCodeTag, bytes.substr(0, size));
      EXPECT_FALSE(DecodeAttendanceCode(text)) << TextOf(vector, "name") << " cut to " << size;
    }
    const std::string text = TextOf(vector, "text");
    for (size_t size = 0; size < text.size(); ++size) {
      EXPECT_FALSE(DecodeAttendanceCode(text.substr(0, size))) << "text cut to " << size;
    }
  }
}

TEST(AttendanceCodes, EveryFlippedBitIsRefusedOrBreaksTheSignature) {
  const Json vectors = CoreVectors("attendance_code.json");
  for (const Json& vector : Elements(vectors, "vectors")) {
    const std::string bytes =
        testing::HexBytes(vector, "payload") + testing::HexBytes(vector, "signature");
    for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      std::string flipped = bytes;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
      const auto read = DecodeAttendanceCode(EncodeCodeText(kAttendanceCodeTag, flipped));
      EXPECT_FALSE(read && read->VerifySignature()) << TextOf(vector, "name") << " bit " << bit;
    }
  }
}

TEST(AttendanceCodes, ASignatureForAnotherPurposeIsNoAttendanceCode) {
  const Json vectors = CoreVectors("attendance_code.json");
  const Json& vector = Elements(vectors, "vectors").front();
  SignedAttendanceCode code{CodeOf(vector), {}};
  code.signature = testing::KeyOfSeed(vector).Sign(Domain::kCode, AttendanceCodePayload(code.code));
  EXPECT_FALSE(code.VerifySignature());
}

TEST(AttendanceCodes, TheSpecificationsExampleIsAVector) {
  const std::string spec = testing::Specification("attendance-code.md");
  const Json vectors = CoreVectors("attendance_code.json");
  const Json& vector = Elements(vectors, "vectors").front();
  for (const char* member : {"seed", "organiser", "activity", "payload", "signature", "text"}) {
    EXPECT_NE(spec.find(TextOf(vector, member)), std::string::npos) << member;
  }
}

}  // namespace
}  // namespace enishi
