#include "ledger/codes/payment_code.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "ledger/codes/code_text.h"
#include "tests/fixtures/vectors.h"

namespace enishi {
namespace {

using testing::Account;
using testing::CoreVectors;
using testing::Elements;

PaymentCode CodeOf(const Json& vector) {
  PaymentCode code;
  code.ledger = testing::FixedHex<32>(vector, "ledger");
  code.key.bytes = testing::FixedHex<32>(vector, "key");
  code.payer = Account(vector, "payer");
  code.currency = *CurrencyCode::Parse(TextOf(vector, "currency"));
  code.amount_max = *Amount::From(IntegerOf(vector, "amount_max"));
  if (!Find(vector, "payee")->is_null()) code.payee = Account(vector, "payee");
  code.nonce = testing::FixedHex<8>(vector, "nonce");
  code.valid_until = {static_cast<uint64_t>(IntegerOf(vector, "valid_until"))};
  return code;
}

TEST(PaymentCodes, EncodeAsTheVectorsSay) {
  const Json vectors = CoreVectors("payment_code.json");
  for (const Json& vector : Elements(vectors, "vectors")) {
    SCOPED_TRACE(TextOf(vector, "name"));
    const PaymentCode code = CodeOf(vector);
    EXPECT_PRED_FORMAT2(testing::SameBytes, PaymentCodePayload(code),
                        testing::HexBytes(vector, "payload"));
    EXPECT_PRED_FORMAT2(testing::SameBytes, EncodePaymentCode(code, testing::KeyOfSeed(vector)),
                        TextOf(vector, "text"));
    EXPECT_LE(TextOf(vector, "text").size(), kPaymentCodeMaxText);
  }
}

TEST(PaymentCodes, DecodeAsTheVectorsSay) {
  const Json vectors = CoreVectors("payment_code.json");
  for (const Json& vector : Elements(vectors, "vectors")) {
    SCOPED_TRACE(TextOf(vector, "name"));
    const auto read = DecodePaymentCode(TextOf(vector, "text"));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->code, CodeOf(vector));
    EXPECT_PRED_FORMAT2(testing::SameBytes, AsView(read->signature.bytes),
                        testing::HexBytes(vector, "signature"));
    EXPECT_TRUE(read->VerifySignature());
    EXPECT_PRED_FORMAT2(testing::SameBytes, EncodePaymentCode(*read), TextOf(vector, "text"));
  }
}

TEST(PaymentCodes, RefuseEveryMalformedVector) {
  const Json vectors = CoreVectors("payment_code.json");
  for (const Json& vector : Elements(vectors, "refused")) {
    const auto read = DecodePaymentCode(TextOf(vector, "text"));
    EXPECT_FALSE(read) << TextOf(vector, "name");
    if (!read) {
      EXPECT_FALSE(read.error().message.empty());
    }
  }
}

TEST(PaymentCodes, LongestCodeHasTheLongestText) {
  const SigningKey key = SigningKey::Random();
  PaymentCode code;
  code.payer = AccountId::FromKey(key.public_key());
  code.payee = code.payer;
  code.currency = *CurrencyCode::Parse("ABCDEFGH");
  EXPECT_EQ(EncodePaymentCode(code, key).size(), kPaymentCodeMaxText);
}

TEST(PaymentCodes, TextFitsTheAlphanumericModeOfQrCodes) {
  const Json vectors = CoreVectors("payment_code.json");
  for (const Json& vector : Elements(vectors, "vectors")) {
    EXPECT_EQ(
        TextOf(vector, "text").find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"),
        std::string::npos);
  }
}

TEST(PaymentCodes, EncodingTakesTheKeyFromTheSigner) {
  const Json vectors = CoreVectors("payment_code.json");
  PaymentCode code = CodeOf(Elements(vectors, "vectors").front());
  code.key = SigningKey::Random().public_key();
  const SigningKey signer = SigningKey::Random();
  const auto read = DecodePaymentCode(EncodePaymentCode(code, signer));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->code.key, signer.public_key());
  EXPECT_TRUE(read->VerifySignature());
}

TEST(PaymentCodes, EveryTruncationIsRefused) {
  const Json vectors = CoreVectors("payment_code.json");
  for (const Json& vector : Elements(vectors, "vectors")) {
    const std::string bytes =
        testing::HexBytes(vector, "payload") + testing::HexBytes(vector, "signature");
    for (size_t size = 0; size < bytes.size(); ++size) {
      const std::string text = EncodeCodeText(kPaymentCodeTag, bytes.substr(0, size));
      EXPECT_FALSE(DecodePaymentCode(text)) << TextOf(vector, "name") << " cut to " << size;
    }
    const std::string text = TextOf(vector, "text");
    for (size_t size = 0; size < text.size(); ++size) {
      EXPECT_FALSE(DecodePaymentCode(text.substr(0, size))) << "text cut to " << size;
    }
  }
}

TEST(PaymentCodes, EveryFlippedBitIsRefusedOrBreaksTheSignature) {
  const Json vectors = CoreVectors("payment_code.json");
  for (const Json& vector : Elements(vectors, "vectors")) {
    const std::string bytes =
        testing::HexBytes(vector, "payload") + testing::HexBytes(vector, "signature");
    for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      std::string flipped = bytes;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
      const auto read = DecodePaymentCode(EncodeCodeText(kPaymentCodeTag, flipped));
      EXPECT_FALSE(read && read->VerifySignature()) << TextOf(vector, "name") << " bit " << bit;
    }
  }
}

TEST(PaymentCodes, EveryFlippedBitOfTheTextIsRefusedOrBreaksTheSignature) {
  const Json vectors = CoreVectors("payment_code.json");
  const std::string text = TextOf(Elements(vectors, "vectors").front(), "text");
  for (size_t bit = 0; bit < text.size() * 8; ++bit) {
    std::string flipped = text;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    const auto read = DecodePaymentCode(flipped);
    EXPECT_FALSE(read && read->VerifySignature()) << "bit " << bit;
  }
}

TEST(PaymentCodes, ASignatureForAnotherPurposeIsNoPaymentCode) {
  const Json vectors = CoreVectors("payment_code.json");
  const Json& vector = Elements(vectors, "vectors").front();
  const SigningKey key = testing::KeyOfSeed(vector);
  SignedPaymentCode code{CodeOf(vector), {}};
  code.signature = key.Sign(Domain::kInstruction, PaymentCodePayload(code.code));
  EXPECT_FALSE(code.VerifySignature());
  code.signature = key.Sign(Domain::kCode, PaymentCodePayload(code.code));
  EXPECT_TRUE(code.VerifySignature());
}

TEST(PaymentCodes, TheSpecificationsExampleIsAVector) {
  const std::string spec = testing::Specification("payment-code.md");
  const Json vectors = CoreVectors("payment_code.json");
  const Json& vector = Elements(vectors, "vectors").front();
  for (const char* member : {"seed", "payer", "payload", "signature", "text"}) {
    EXPECT_NE(spec.find(TextOf(vector, member)), std::string::npos) << member;
  }
}

}  // namespace
}  // namespace enishi
