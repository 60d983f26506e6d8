#include "ledger/keys/keys.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "tests/fixtures/vectors.h"

namespace enishi {
namespace {

using testing::CoreVectors;
using testing::Elements;

constexpr std::array<Domain, 6> kDomains = {Domain::kInstruction, Domain::kCode,
                                            Domain::kSession,     Domain::kAttendance,
                                            Domain::kAttestation, Domain::kReport};

std::string NameOf(Domain domain) {
  const std::string_view prefix = DomainPrefix(domain);
  return std::string(prefix.substr(7, prefix.size() - 7 - 4));
}

Signature SignatureOf(const Json& json, std::string_view member) {
  return {testing::FixedHex<64>(json, member)};
}

TEST(Signatures, EveryWycheproofVectorIsDecidedAsPublished) {
  ENISHI_NEEDS_SHARED("vectors/ed25519_wycheproof/ed25519_test.json");
  const auto json = ParseJson(
      testing::ReadFile(testing::SharedFolder() / "vectors/ed25519_wycheproof/ed25519_test.json"));
  ASSERT_TRUE(json) << json.error().message;
  int accepted = 0;
  int refused = 0;
  for (const Json& group : Elements(*json, "testGroups")) {
    const PublicKey key{testing::FixedHex<32>(*Find(group, "publicKey"), "pk")};
    for (const Json& test : Elements(group, "tests")) {
      const auto bytes = HexDecode(TextOf(test, "sig"));
      ASSERT_TRUE(bytes);
      // A signature of another length never gets as far as a Signature.
      bool valid = false;
      if (bytes->size() == 64) {
        valid = VerifyNote(key, testing::HexBytes(test, "msg"), SignatureOf(test, "sig"));
      }
      EXPECT_EQ(valid, TextOf(test, "result") == "valid") << "tcId " << IntegerOf(test, "tcId");
      (valid ? accepted : refused) += 1;
    }
  }
  EXPECT_EQ(accepted, 88);
  EXPECT_EQ(refused, 63);
}

TEST(Signatures, CornerCasesFollowTheStrictPolicy) {
  const Json vectors = CoreVectors("signatures.json");
  for (const Json& vector : Elements(vectors, "edge_cases")) {
    const PublicKey key{testing::FixedHex<32>(vector, "key")};
    EXPECT_EQ(
        VerifyNote(key, testing::HexBytes(vector, "message"), SignatureOf(vector, "signature")),
        *AsBool(*Find(vector, "valid")))
        << TextOf(vector, "name");
  }
}

TEST(Signatures, DomainVectorsHold) {
  const Json vectors = CoreVectors("signatures.json");
  size_t seen = 0;
  for (const Json& vector : Elements(vectors, "domains")) {
    for (const Domain domain : kDomains) {
      if (NameOf(domain) != TextOf(vector, "domain")) continue;
      const SigningKey key = testing::KeyOfSeed(vector);
      const std::string message = testing::HexBytes(vector, "message");
      EXPECT_PRED_FORMAT2(testing::SameBytes, AsView(key.public_key().bytes),
                          testing::HexBytes(vector, "key"));
      EXPECT_PRED_FORMAT2(testing::SameBytes, AsView(key.Sign(domain, message).bytes),
                          testing::HexBytes(vector, "signature"));
      ++seen;
    }
  }
  EXPECT_EQ(seen, kDomains.size());
}

TEST(Signatures, ASignatureCountsInItsOwnDomainOnly) {
  const SigningKey key = SigningKey::Random();
  for (const Domain made_for : kDomains) {
    const Signature signature = key.Sign(made_for, "message");
    for (const Domain shown_as : kDomains) {
      EXPECT_EQ(Verify(key.public_key(), shown_as, "message", signature), made_for == shown_as);
    }
    EXPECT_FALSE(VerifyNote(key.public_key(), "message", signature));
    const std::string with_prefix = std::string(DomainPrefix(made_for)) + "message";
    EXPECT_TRUE(VerifyNote(key.public_key(), with_prefix, signature));
  }
}

TEST(Signatures, NoPrefixBeginsAnother) {
  for (const Domain a : kDomains) {
    EXPECT_TRUE(DomainPrefix(a).starts_with("enishi/"));
    EXPECT_TRUE(DomainPrefix(a).ends_with("/v1\n"));
    for (const Domain b : kDomains) {
      if (a != b) {
        EXPECT_FALSE(DomainPrefix(a).starts_with(DomainPrefix(b)));
      }
    }
  }
}

TEST(Signatures, TheSpecificationListsEveryPrefix) {
  const std::string spec = testing::Specification("signatures.md");
  for (const Domain domain : kDomains) {
    EXPECT_NE(spec.find("`enishi/" + NameOf(domain) + "/v1\\n`"), std::string::npos)
        << NameOf(domain);
  }
  const Json vectors = CoreVectors("signatures.json");
  EXPECT_NE(spec.find(TextOf(Elements(vectors, "domains").front(), "signature")),
            std::string::npos);
}

TEST(Signatures, EveryFlippedBitIsRefused) {
  const SigningKey key = SigningKey::Random();
  const std::string message = "the message";
  const Signature signature = key.Sign(Domain::kInstruction, message);
  ASSERT_TRUE(Verify(key.public_key(), Domain::kInstruction, message, signature));
  for (size_t bit = 0; bit < 512; ++bit) {
    Signature flipped = signature;
    flipped.bytes[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
    EXPECT_FALSE(Verify(key.public_key(), Domain::kInstruction, message, flipped)) << bit;
  }
  for (size_t bit = 0; bit < 256; ++bit) {
    PublicKey flipped = key.public_key();
    flipped.bytes[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
    EXPECT_FALSE(Verify(flipped, Domain::kInstruction, message, signature)) << bit;
  }
  for (size_t bit = 0; bit < message.size() * 8; ++bit) {
    std::string flipped = message;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(Verify(key.public_key(), Domain::kInstruction, flipped, signature)) << bit;
  }
}

TEST(Signatures, EmptyMessagesAreSignedLikeOthers) {
  const SigningKey key = SigningKey::Random();
  EXPECT_TRUE(Verify(key.public_key(), Domain::kCode, "", key.Sign(Domain::kCode, "")));
  EXPECT_TRUE(VerifyNote(key.public_key(), "", key.SignNote("")));
}

TEST(Seeds, OnlyThirtyTwoBytesAreASeed) {
  for (const size_t size : {0, 31, 33, 64}) EXPECT_FALSE(Seed::FromBytes(std::string(size, 'x')));
  const auto seed = Seed::FromBytes(std::string(32, 'x'));
  ASSERT_TRUE(seed);
  EXPECT_EQ(seed->bytes(), std::string(32, 'x'));
}

TEST(Seeds, RandomSeedsDiffer) {
  EXPECT_NE(Seed::Random().bytes(), Seed::Random().bytes());
  EXPECT_NE(SigningKey::Random().public_key(), SigningKey::Random().public_key());
}

TEST(Seeds, AMovedKeyStillSigns) {
  SigningKey first = SigningKey::Random();
  const PublicKey key = first.public_key();
  const SigningKey second = std::move(first);
  EXPECT_TRUE(Verify(key, Domain::kReport, "m", second.Sign(Domain::kReport, "m")));
}

TEST(Seeds, WipingEmptiesAString) {
  std::string secret = "secret that does not fit into a short string";
  Wipe(secret);
  EXPECT_TRUE(secret.empty());
}

}  // namespace
}  // namespace enishi
