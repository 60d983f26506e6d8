#include "ledger/merkle/note.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "ledger/base/hash.h"
#include "tests/fixtures/same_bytes.h"
#include "tests/merkle/naive_tree.h"

namespace enishi {
namespace {

SigningKey TestKey(char fill) {
  return SigningKey::FromSeed(*Seed::FromBytes(std::string(Seed::kBytes, fill)));
}

VerifierKey VerifierOf(std::string name, const SigningKey& key) {
  return {.name = std::move(name), .key = key.public_key()};
}

std::string SignedBy(std::string_view text,
                     const std::vector<std::pair<std::string, const SigningKey*>>& signers) {
  Note note{.text = std::string(text), .signatures = {}};
  for (const auto& [name, key] : signers) {
    note.signatures.push_back(SignNoteText(text, name, *key));
  }
  return EncodeNote(note);
}

TEST(Note, ThePublishedExampleOfTheFormatOpens) {
  const auto key =
      VerifierKey::Parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
  ASSERT_TRUE(key);
  EXPECT_EQ(key->Id(), 0x530d903aU);
  const std::string note =
      "This is an example message.\n\n— example.com/foo "
      "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72Iney"
      "aQM=\n";
  const auto opened = OpenNote(note, {&*key, 1});
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->text, "This is an example message.\n");
}

TEST(Note, TheSignaturesStandBehindTheLastEmptyLine) {
  const SigningKey key = TestKey('a');
  const std::string text = "one\n\n— two\n\nthree\n";
  const std::string bytes = SignedBy(text, {{"log", &key}});
  const auto note = ParseNote(bytes);
  ASSERT_TRUE(note);
  EXPECT_EQ(note->text, text);
  EXPECT_PRED_FORMAT2(testing::SameBytes, EncodeNote(*note), bytes);
  const VerifierKey verifier = VerifierOf("log", key);
  EXPECT_TRUE(OpenNote(bytes, {&verifier, 1}));
}

TEST(Note, EverySignerThatIsKnownIsNamedOnce) {
  const SigningKey a = TestKey('a');
  const SigningKey b = TestKey('b');
  const SigningKey c = TestKey('c');
  const std::vector<VerifierKey> known = {VerifierOf("c", c), VerifierOf("b", b),
                                          VerifierOf("a", a)};
  const auto opened =
      OpenNote(SignedBy("text\n", {{"a", &a}, {"x", &a}, {"c", &c}, {"a", &a}}), known);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->signers, (std::vector<size_t>{0, 2}));
}

TEST(Note, ABadSignatureByAnyKnownKeyRefusesTheNote) {
  const SigningKey a = TestKey('a');
  const SigningKey b = TestKey('b');
  const std::vector<VerifierKey> known = {VerifierOf("a", a), VerifierOf("b", b)};
  Note note{.text = "text\n", .signatures = {}};
  note.signatures.push_back(SignNoteText("text\n", "a", a));
  note.signatures.push_back(SignNoteText("other text\n", "b", b));
  EXPECT_EQ(OpenNote(EncodeNote(note), known).error(), NoteRejection::kBadSignature);
  // To who does not know that key its signature means nothing.
  EXPECT_TRUE(OpenNote(EncodeNote(note), {known.data(), 1}));
  EXPECT_EQ(OpenNote(EncodeNote(note), {}).error(), NoteRejection::kUnsigned);
}

TEST(Note, RefusesBytesThatAreNotUtf8OrNotText) {
  const SigningKey key = TestKey('a');
  const VerifierKey verifier = VerifierOf("log", key);
  const std::string_view refused[] = {
      "\x80",              // a tail alone
      "\xC3",              // cut short
      "\xC0\xAF",          // longer than need be
      "\xE0\x80\xAF",      // the same in three
      "\xF0\x80\x80\xAF",  // the same in four
      "\xED\xA0\x80",      // a surrogate
      "\xF4\x90\x80\x80",  // beyond U+10FFFF
      "\xF5\x80\x80\x80",  // no first byte
      "\xFF",              // no byte of UTF-8
      "\xE7\xB8",          // cut short
      "\xE7\xB8\x2E",      // a tail that is none
      {"\0", 1},
      "\r",
      "\t",  // control characters
      "\x1F",
  };
  for (const std::string_view bytes : refused) {
    const std::string note = SignedBy("縁" + std::string(bytes) + "\n", {{"log", &key}});
    EXPECT_EQ(OpenNote(note, {&verifier, 1}).error(), NoteRejection::kMalformed)
        << HexEncode(bytes);
  }
  for (const std::string_view bytes :
       {"", "~", "\x7F", "\xC2\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF", "\n"}) {
    const std::string note = SignedBy("縁" + std::string(bytes) + "\n", {{"log", &key}});
    EXPECT_TRUE(OpenNote(note, {&verifier, 1})) << HexEncode(bytes);
  }
}

TEST(Note, LimitsHoldToTheByte) {
  const SigningKey key = TestKey('a');
  const size_t around = SignedBy("\n", {{"log", &key}}).size();
  const std::string longest = std::string(kNoteBytesMax - around, 'x') + "\n";
  EXPECT_TRUE(ParseNote(SignedBy(longest, {{"log", &key}})));
  EXPECT_FALSE(ParseNote(SignedBy("x" + longest, {{"log", &key}})));
  Note note{.text = "text\n", .signatures = {}};
  note.signatures.assign(kNoteSignaturesMax, SignNoteText("text\n", "log", key));
  EXPECT_TRUE(ParseNote(EncodeNote(note)));
  note.signatures.push_back(note.signatures.front());
  EXPECT_FALSE(ParseNote(EncodeNote(note)));
}

TEST(Note, KeyNamesHaveNoSpacesOrPlusSigns) {
  EXPECT_TRUE(IsKeyName("log.example.jp/enishi"));
  EXPECT_TRUE(IsKeyName("縁"));
  EXPECT_TRUE(IsKeyName(std::string(kKeyNameBytesMax, 'x')));
  EXPECT_FALSE(IsKeyName(std::string(kKeyNameBytesMax + 1, 'x')));
  for (const std::string_view name :
       {"", "a b", "a+b", "a\nb", "a\tb", "a\xC2\x85", "a\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80\x80",
        "\xE2\x80\x8A", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F",
        "\xE3\x80\x80", "\xFF", "\xE7\xB8"}) {
    EXPECT_FALSE(IsKeyName(name)) << HexEncode(name);
  }
  EXPECT_TRUE(IsKeyName("\xE2\x80\x8B"));  // a zero-width space is no white space
}

TEST(VerifierKey, AgreesWithTheVectors) {
  const Json vectors = testing::MerkleVectors("checkpoint.json");
  const auto seed = HexDecode(TextOf(vectors, "seed_hex"));
  const SigningKey signing_key = SigningKey::FromSeed(*Seed::FromBytes(*seed));
  const VerifierKey key = VerifierOf(TextOf(vectors, "origin"), signing_key);
  EXPECT_PRED_FORMAT2(testing::SameBytes, key.Encode(), TextOf(vectors, "verifier_key"));
  const auto parsed = VerifierKey::Parse(TextOf(vectors, "verifier_key"));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed, key);
  for (const Json& text : *AsArray(*Find(vectors, "refused_verifier_keys"))) {
    EXPECT_FALSE(VerifierKey::Parse(*AsString(text))) << *AsString(text);
  }
}

TEST(VerifierKey, EveryTruncationAndBitFlipIsRefused) {
  const std::string text = TextOf(testing::MerkleVectors("checkpoint.json"), "verifier_key");
  for (size_t length = 0; length < text.size(); ++length) {
    EXPECT_FALSE(VerifierKey::Parse(text.substr(0, length))) << length;
  }
  for (size_t bit = 0; bit < text.size() * 8; ++bit) {
    std::string flipped = text;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(VerifierKey::Parse(flipped)) << flipped;
  }
}

}  // namespace
}  // namespace enishi
