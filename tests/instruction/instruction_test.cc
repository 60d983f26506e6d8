#include "ledger/instruction/instruction.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "ledger/instruction/codec.h"
#include "tests/instruction/samples.h"

namespace enishi {
namespace {

using testing::KeyOf;
using testing::Sample;
using testing::SampleOf;
using testing::SampleTownLog;

// What the fields say, each through its own type, whatever the body's text was.
Json PayloadFields(const Payload& payload) {
  Json fields = Json::object();
  std::visit([&](const auto& kind) { WriteFields(kind, fields); }, payload);
  return fields;
}

std::string HeaderBytes(const Header& header) {
  std::string bytes;
  PutFields(bytes, header);
  return bytes;
}

// The reason for which an envelope or its signatures are refused.
std::optional<Reason> RefusalOf(const std::string& body, const std::vector<SignedBy>& signatures) {
  const auto read = ReadEnvelope(WriteEnvelope(body, signatures));
  if (!read) return read.error().reason;
  const auto refused = VerifySignatures(*read);
  if (refused) return refused->reason;
  return std::nullopt;
}

SignedBy SignedWith(const SigningKey& key, std::string_view body) {
  return {key.public_key(), key.Sign(Domain::kInstruction, body)};
}

std::string WithBitFlipped(std::string bytes, size_t bit) {
  bytes[bit / 8] = static_cast<char>(static_cast<uint8_t>(bytes[bit / 8]) ^ (1U << (bit % 8)));
  return bytes;
}

TEST(Instructions, ThereIsOneSampleForEveryKind) {
  std::set<std::string> kinds;
  for (const Sample& sample : SampleTownLog().samples) kinds.insert(sample.kind);
  EXPECT_EQ(kinds.size(), std::variant_size_v<Payload>);
}

TEST(Instructions, EveryKindComesBackFromItsBody) {
  for (const Sample& sample : SampleTownLog().samples) {
    const Instruction& written = sample.instruction;
    const std::string body = WriteBody(written.header, written.payload);
    EXPECT_EQ(body, written.body) << sample.kind;
    const auto read = ReadBody(body, written.signatures);
    ASSERT_TRUE(read) << sample.kind << " " << ReasonName(read.error().reason);
    EXPECT_EQ(KindName(read->payload), sample.kind);
    EXPECT_EQ(HeaderBytes(read->header), HeaderBytes(written.header)) << sample.kind;
    EXPECT_EQ(PayloadFields(read->payload), PayloadFields(written.payload)) << sample.kind;
    EXPECT_EQ(read->body, body);
    EXPECT_EQ(read->signatures, written.signatures);
  }
}

TEST(Instructions, EveryKindComesBackFromItsEnvelope) {
  for (const Sample& sample : SampleTownLog().samples) {
    const Instruction& written = sample.instruction;
    const auto read = ReadEnvelope(WriteEnvelope(written.body, written.signatures));
    ASSERT_TRUE(read) << sample.kind << " " << ReasonName(read.error().reason);
    EXPECT_EQ(read->body, written.body);
    EXPECT_EQ(read->signatures, written.signatures);
    EXPECT_FALSE(VerifySignatures(*read)) << sample.kind;
  }
}

// The text that was signed stays what it was: other spaces, another order and escapes that stand
// for the same characters are other bytes with another signature.
TEST(Instructions, TheBodyIsKeptAsItWasWritten) {
  const Instruction& sample = SampleOf("payment.pay").instruction;
  const std::string& plain = sample.body;
  std::string spaced;
  for (const char c : plain) spaced += c == ',' ? std::string(" ,\r\n\t") : std::string(1, c);
  std::string escaped = plain;
  const size_t at = escaped.find("payment.pay");
  ASSERT_NE(at, std::string::npos);
  escaped.replace(at, 7, "\\u0070a\\u0079ment");
  const std::string reversed = [&] {
    const Json body = testing::BodyOf(SampleOf("payment.pay"));
    const auto& members = body.get_ref<const Json::object_t&>();
    Json turned = Json::object();
    for (auto at = members.rbegin(); at != members.rend(); ++at) turned[at->first] = at->second;
    return Dump(turned);
  }();
  const SigningKey key = KeyOf("hanako");
  for (const std::string& body : {spaced, escaped, reversed}) {
    ASSERT_NE(body, plain);
    EXPECT_EQ(RefusalOf(body, sample.signatures), Reason::kSignatureInvalid) << body;
    const auto read = ReadEnvelope(WriteEnvelope(body, {SignedWith(key, body)}));
    ASSERT_TRUE(read) << body;
    EXPECT_EQ(read->body, body);
    EXPECT_EQ(PayloadFields(read->payload), PayloadFields(sample.payload));
    EXPECT_FALSE(VerifySignatures(*read));
  }
}

TEST(Signatures, EveryFlippedBitOfTheBodyIsRefused) {
  for (const char* kind : {"payment.pay", "payment.capture", "participation.claim"}) {
    const Instruction& sample = SampleOf(kind).instruction;
    for (size_t bit = 0; bit < sample.body.size() * 8; ++bit) {
      const auto read = ReadBody(WithBitFlipped(sample.body, bit), sample.signatures);
      if (!read) continue;
      const auto refused = VerifySignatures(*read);
      ASSERT_TRUE(refused) << kind << " bit " << bit;
      EXPECT_EQ(refused->reason, Reason::kSignatureInvalid);
    }
  }
}

TEST(Signatures, EveryFlippedBitOfAKeyOrSignatureIsRefused) {
  Instruction instruction = SampleOf("payment.pay").instruction;
  const SignedBy good = instruction.signatures.front();
  for (size_t bit = 0; bit < sizeof(good.key.bytes) * 8; ++bit) {
    SignedBy& by = instruction.signatures.front() = good;
    by.key.bytes[bit / 8] ^= static_cast<uint8_t>(1U << (bit % 8));
    EXPECT_TRUE(VerifySignatures(instruction)) << "key bit " << bit;
  }
  for (size_t bit = 0; bit < sizeof(good.signature.bytes) * 8; ++bit) {
    SignedBy& by = instruction.signatures.front() = good;
    by.signature.bytes[bit / 8] ^= static_cast<uint8_t>(1U << (bit % 8));
    EXPECT_TRUE(VerifySignatures(instruction)) << "signature bit " << bit;
  }
}

TEST(Signatures, OneBadSignatureAmongGoodOnesIsRefused) {
  const Instruction& sample = SampleOf("genesis").instruction;
  ASSERT_EQ(sample.signatures.size(), 3U);
  for (size_t bad = 0; bad < 3; ++bad) {
    auto signatures = sample.signatures;
    signatures[bad].signature = signatures[(bad + 1) % 3].signature;
    EXPECT_EQ(RefusalOf(sample.body, signatures), Reason::kSignatureInvalid) << bad;
  }
}

TEST(Signatures, ThereMustBeOne) {
  const Instruction& sample = SampleOf("payment.pay").instruction;
  EXPECT_EQ(RefusalOf(sample.body, {}), Reason::kSignatureMissing);
}

TEST(Signatures, AKeySignsOnce) {
  const Instruction& sample = SampleOf("post.create").instruction;
  ASSERT_EQ(sample.signatures.size(), 2U);
  const auto& both = sample.signatures;
  EXPECT_EQ(RefusalOf(sample.body, {both[0], both[0]}), Reason::kSignatureDuplicate);
  EXPECT_EQ(RefusalOf(sample.body, {both[0], both[1], both[0]}), Reason::kSignatureDuplicate);
  // The duplicate is named first, whatever its signature is worth.
  SignedBy wrong = both[0];
  wrong.signature.bytes[0] ^= 1;
  EXPECT_EQ(RefusalOf(sample.body, {both[0], wrong}), Reason::kSignatureDuplicate);
}

TEST(Signatures, AreAtMostSixteen) {
  const std::string& body = SampleOf("payment.pay").instruction.body;
  std::vector<SignedBy> signatures;
  for (size_t i = 0; i < kSignaturesMax; ++i) {
    signatures.push_back(SignedWith(KeyOf("signer " + std::to_string(i)), body));
  }
  EXPECT_EQ(RefusalOf(body, signatures), std::nullopt);
  signatures.push_back(SignedWith(KeyOf("one more"), body));
  EXPECT_EQ(RefusalOf(body, signatures), Reason::kEnvelopeMalformed);
}

TEST(Signatures, OfAnotherDomainDoNotCount) {
  const std::string& body = SampleOf("payment.pay").instruction.body;
  const SigningKey key = KeyOf("hanako");
  for (const Domain domain : {Domain::kCode, Domain::kSession, Domain::kAttendance,
                              Domain::kAttestation, Domain::kReport}) {
    const SignedBy by{key.public_key(), key.Sign(domain, body)};
    EXPECT_EQ(RefusalOf(body, {by}), Reason::kSignatureInvalid) << DomainPrefix(domain);
  }
  EXPECT_EQ(RefusalOf(body, {{key.public_key(), key.SignNote(body)}}), Reason::kSignatureInvalid);
  EXPECT_EQ(RefusalOf(body, {SignedWith(key, body)}), std::nullopt);
}

TEST(Signatures, OfTheEmbeddedCodeAreChecked) {
  const Instruction& sample = SampleOf("payment.capture").instruction;
  auto capture = std::get<PaymentCapture>(sample.payload);
  capture.code.signature.bytes[10] ^= 1;
  const SigningKey shop = KeyOf("rice-shop");
  const Instruction forged = Sign(sample.header, capture, {&shop});
  EXPECT_EQ(RefusalOf(forged.body, forged.signatures), Reason::kCodeSignatureInvalid);
  // The signature of the whole is named first.
  EXPECT_EQ(RefusalOf(forged.body, sample.signatures), Reason::kSignatureInvalid);
  // A code is no attendance code, although both are signed by their maker.
  const Instruction& claim = SampleOf("participation.claim").instruction;
  const std::string attendance = TextOf(testing::BodyOf(SampleOf("participation.claim")), "code");
  Json body = testing::BodyOf(SampleOf("payment.capture"));
  for (auto& [name, value] : body.items()) {
    if (name == "code") value = attendance;
  }
  EXPECT_EQ(ReadBody(Dump(body), {}).error().reason, Reason::kFieldInvalid);
  EXPECT_FALSE(VerifySignatures(claim));
}

// A signature by the same key over the same fields on another ledger is another signature.
TEST(Signatures, BindTheLedger) {
  Instruction sample = SampleOf("payment.pay").instruction;
  sample.header.ledger[0] ^= 1;
  EXPECT_EQ(RefusalOf(WriteBody(sample.header, sample.payload), sample.signatures),
            Reason::kSignatureInvalid);
}

TEST(BodySchemas, HaveExactlyTheFieldsOfTheKind) {
  for (const Sample& sample : SampleTownLog().samples) {
    std::set<std::string> names{"kind"};
    std::set<std::string> required{"kind"};
    testing::ForEachFieldOf(sample.instruction, [&](const auto& field) {
      EXPECT_TRUE(names.insert(std::string(field.name)).second) << sample.kind << field.name;
      using T = typename std::decay_t<decltype(field)>::Type;
      if (!kIsOptional<T>) required.insert(std::string(field.name));
    });
    const Json schema = BodySchema(sample.instruction.payload);
    std::set<std::string> schema_names;
    for (const auto& [name, property] : Find(schema, "properties")->items()) {
      schema_names.insert(name);
      EXPECT_TRUE(property.is_object()) << sample.kind << name;
    }
    std::set<std::string> schema_required;
    for (const Json& name : *AsArray(*Find(schema, "required"))) {
      EXPECT_TRUE(schema_required.insert(*AsString(name)).second);
    }
    EXPECT_EQ(schema_names, names) << sample.kind;
    EXPECT_EQ(schema_required, required) << sample.kind;
    EXPECT_EQ(*Find(schema, "additionalProperties"), Json(false));
    EXPECT_EQ(TextOf(*Find(*Find(schema, "properties"), "kind"), "const"), sample.kind);
  }
}

// The samples set every optional field, so that the tables over samples reach all of them.
TEST(BodySchemas, TheSamplesHaveEveryField) {
  for (const Sample& sample : SampleTownLog().samples) {
    const Json body = testing::BodyOf(sample);
    testing::ForEachFieldOf(sample.instruction, [&](const auto& field) {
      EXPECT_NE(Find(body, field.name), nullptr) << sample.kind << " " << field.name;
    });
  }
}

}  // namespace
}  // namespace enishi
