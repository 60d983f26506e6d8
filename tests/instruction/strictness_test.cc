// Bytes that somebody else wrote: none crashes a reader, and none passes for what it is not.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "ledger/instruction/instruction.h"
#include "tests/fixtures/shared_folder.h"
#include "tests/instruction/samples.h"

namespace enishi {
namespace {

using testing::BodyOf;
using testing::Sample;
using testing::SampleOf;
using testing::SampleTownLog;

constexpr std::string_view kSuite = "vectors/jsontestsuite/test_parsing";

std::vector<std::string> SuiteFiles() {
  std::vector<std::string> files;
  for (const auto& file : std::filesystem::directory_iterator(testing::SharedFolder() / kSuite)) {
    files.push_back(testing::ReadFile(file.path()));
  }
  EXPECT_GE(files.size(), 150U);
  return files;
}

std::vector<std::string> NaughtyStrings() {
  const auto json =
      ParseJson(testing::ReadFile(testing::SharedFolder() / "vectors/naughty_strings/blns.json"));
  CHECK(json.has_value() && AsArray(*json) != nullptr && AsArray(*json)->size() > 500);
  std::vector<std::string> strings;
  for (const Json& string : *AsArray(*json)) strings.push_back(*AsString(string));
  return strings;
}

TEST(Strictness, NoFileOfTheParsingSuiteIsABody) {
  ENISHI_NEEDS_SHARED(kSuite);
  for (const std::string& file : SuiteFiles()) EXPECT_FALSE(ReadBody(file, {})) << file;
}

TEST(Strictness, NoFileOfTheParsingSuiteIsAnEnvelope) {
  ENISHI_NEEDS_SHARED(kSuite);
  for (const std::string& file : SuiteFiles()) {
    const auto read = ReadEnvelope(file);
    ASSERT_FALSE(read) << file;
    EXPECT_EQ(read.error().reason, Reason::kEnvelopeMalformed) << file;
  }
}

TEST(Strictness, NoFileOfTheParsingSuiteIsAPartOfAnEnvelope) {
  ENISHI_NEEDS_SHARED(kSuite);
  const Instruction& sample = SampleOf("payment.pay").instruction;
  const std::string good = WriteEnvelope(sample.body, sample.signatures);
  const std::string signatures = good.substr(good.find("\"signatures\":"));
  for (const std::string& file : SuiteFiles()) {
    if (file.find_first_not_of(" \t\r\n") == std::string::npos) continue;  // adds nothing
    EXPECT_FALSE(ReadEnvelope("{\"body\":" + file + "," + signatures)) << file;
    EXPECT_FALSE(
        ReadEnvelope("{\"body\":" + Dump(Json(sample.body)) + ",\"signatures\":[" + file + "]}"))
        << file;
    EXPECT_FALSE(ReadEnvelope(good + file)) << file;
  }
}

// A file of the suite as the value of a field: refused, or a value that the field takes.
TEST(Strictness, NoFileOfTheParsingSuiteSlipsIntoABody) {
  ENISHI_NEEDS_SHARED(kSuite);
  const std::string& body = SampleOf("payment.pay").instruction.body;
  const std::string value = "\"till-2:0042\"";
  const size_t at = body.find(value);
  ASSERT_NE(at, std::string::npos);
  int taken = 0;
  for (const std::string& file : SuiteFiles()) {
    std::string with = body;
    with.replace(at, value.size(), file);
    const auto read = ReadBody(with, {});
    if (!read) continue;
    ++taken;
    EXPECT_EQ(read->body, with);
    const auto parsed = ParseJson(file);
    ASSERT_TRUE(parsed) << file;
    ASSERT_NE(AsString(*parsed), nullptr) << file;
    EXPECT_EQ(std::get<PaymentPay>(read->payload).reference->text, *AsString(*parsed));
  }
  EXPECT_LT(taken, 10);
}

// In every text field of every kind: refused, or kept byte for byte.
TEST(Strictness, NaughtyStringsAreRefusedOrKept) {
  ENISHI_NEEDS_SHARED("vectors/naughty_strings/blns.json");
  const auto strings = NaughtyStrings();
  int kept = 0;
  for (const Sample& sample : SampleTownLog().samples) {
    const Json body = BodyOf(sample);
    for (size_t member = 0; member < body.size(); ++member) {
      const auto& [name, value] = *(body.get_ref<const Json::object_t&>().begin() + member);
      // The header's fields are the same for every kind.
      const bool again = sample.kind != "payment.pay" && Codec<Header>::Has(name);
      if (AsString(value) == nullptr || again) continue;
      for (const std::string& string : strings) {
        Json copy = body;
        copy[name] = string;
        const std::string text = Dump(copy);
        const auto read = ReadBody(text, {});
        if (!read) continue;
        ++kept;
        EXPECT_EQ(read->body, text);
        EXPECT_EQ(WriteBody(read->header, read->payload), text) << string;
      }
    }
  }
  EXPECT_GT(kept, 0);
}

TEST(Strictness, NaughtyStringsAreNoFieldsAndNoSignatures) {
  ENISHI_NEEDS_SHARED("vectors/naughty_strings/blns.json");
  const Instruction& sample = SampleOf("payment.pay").instruction;
  for (const std::string& string : NaughtyStrings()) {
    Json body = BodyOf(SampleOf("payment.pay"));
    if (Find(body, string) != nullptr) continue;
    body[string] = "x";
    const auto read = ReadBody(Dump(body), {});
    ASSERT_FALSE(read) << string;
    EXPECT_EQ(read.error().reason, Reason::kFieldUnknown) << string;
    EXPECT_FALSE(ReadEnvelope(WriteEnvelope(string, sample.signatures))) << string;
    for (const char* part : {"key", "signature"}) {
      Json envelope = *ParseJson(WriteEnvelope(sample.body, sample.signatures));
      Json& by = envelope["signatures"].front();
      for (auto& [name, value] : by.items()) {
        if (name == part) value = string;
      }
      EXPECT_FALSE(ReadEnvelope(Dump(envelope))) << part << " " << string;
    }
  }
}

TEST(Strictness, AnEnvelopeHasItsTwoPartsAndNoOther) {
  const Instruction& sample = SampleOf("payment.pay").instruction;
  const std::string body = Dump(Json(sample.body));
  const std::string good = WriteEnvelope(sample.body, sample.signatures);
  ASSERT_TRUE(ReadEnvelope(good));
  const std::string list = good.substr(good.find("\"signatures\":") + 13);
  const std::string signatures = list.substr(0, list.size() - 1);
  const std::string by = signatures.substr(1, signatures.size() - 2);
  const std::string key = Base64Encode(AsView(sample.signatures[0].key.bytes));
  const std::string text = Base64Encode(AsView(sample.signatures[0].signature.bytes));
  const std::vector<std::string> refused = {
      "",
      "{}",
      "[]",
      "null",
      "{\"body\":" + body + "}",
      "{\"signatures\":" + signatures + "}",
      "{\"body\":" + body + ",\"signatures\":" + signatures + ",\"memo\":1}",
      "{\"body\":" + body + ",\"body\":" + body + ",\"signatures\":" + signatures + "}",
      "{\"body\":" + body + ",\"signatures\":" + signatures + ",\"signatures\":" + signatures + "}",
      "{\"body\":" + sample.body + ",\"signatures\":" + signatures + "}",
      "{\"Body\":" + body + ",\"signatures\":" + signatures + "}",
      "{\"body\":" + body + ",\"signatures\":" + by + "}",
      "{\"body\":" + body + ",\"signatures\":null}",
      "{\"body\":" + body + ",\"signatures\":[[]]}",
      "{\"body\":" + body + ",\"signatures\":[" + by + ",]}",
      "{\"body\":" + body + ",\"signatures\":[{\"key\":\"" + key + "\"}]}",
      "{\"body\":" + body + ",\"signatures\":[{\"signature\":\"" + text + "\"}]}",
      "{\"body\":" + body + ",\"signatures\":[{\"key\":\"" + key + "\",\"signature\":\"" + text +
          "\",\"memo\":1}]}",
      "{\"body\":" + body + ",\"signatures\":[{\"key\":\"" + text + "\",\"signature\":\"" + key +
          "\"}]}",
      "{\"body\":" + body + ",\"signatures\":[{\"key\":\"" + key + "\",\"signature\":\"" +
          text.substr(0, text.size() - 1) + "\"}]}",
      good + good,
      "\xEF\xBB\xBF" + good,
      good + std::string(1, '\0'),
  };
  for (const std::string& envelope : refused) {
    const auto read = ReadEnvelope(envelope);
    ASSERT_FALSE(read) << envelope;
    EXPECT_EQ(read.error().reason, Reason::kEnvelopeMalformed) << envelope;
  }
  EXPECT_TRUE(ReadEnvelope("{\"signatures\":" + signatures + " ,\n\"body\": " + body + "}"));
  // No signature is a fault of its own, named when signatures are verified.
  EXPECT_TRUE(ReadEnvelope("{\"body\":" + body + ",\"signatures\":[]}"));
}

TEST(Strictness, EveryTruncationOfAnEnvelopeIsRefused) {
  const Instruction& sample = SampleOf("genesis").instruction;
  const std::string good = WriteEnvelope(sample.body, sample.signatures);
  for (size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(ReadEnvelope(good.substr(0, size))) << size;
  }
  for (size_t size = 0; size < sample.body.size(); ++size) {
    EXPECT_FALSE(ReadBody(sample.body.substr(0, size), {})) << size;
  }
}

TEST(Strictness, ABodyHasAtMost16Kibibytes) {
  const std::string& body = SampleOf("payment.pay").instruction.body;
  const std::string largest = body + std::string(kBodyBytesMax - body.size(), ' ');
  EXPECT_TRUE(ReadBody(largest, {}));
  EXPECT_TRUE(ReadEnvelope(WriteEnvelope(largest, {})));
  const auto over = ReadBody(largest + " ", {});
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().reason, Reason::kBodyTooLarge);
  const auto enveloped = ReadEnvelope(WriteEnvelope(largest + " ", {}));
  ASSERT_FALSE(enveloped);
  EXPECT_EQ(enveloped.error().reason, Reason::kBodyTooLarge);
}

// The largest body, all its spaces escaped, with sixteen signatures is a good envelope.
TEST(Strictness, AnEnvelopeHasRoomForEveryBody) {
  const std::string& body = SampleOf("payment.pay").instruction.body;
  const std::string largest = body + std::string(kBodyBytesMax - body.size(), '\n');
  std::vector<SignedBy> signatures(kSignaturesMax);
  const std::string envelope = WriteEnvelope(largest, signatures);
  EXPECT_GT(envelope.size(), 2 * kBodyBytesMax - body.size());
  EXPECT_TRUE(ReadEnvelope(envelope));
  const auto over = ReadEnvelope(envelope + std::string(kEnvelopeBytesMax, ' '));
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().reason, Reason::kBodyTooLarge);
}

TEST(Strictness, ABodyIsAnObject) {
  for (const char* body : {"", " ", "1", "\"\"", "[]", "null", "true", "[{\"v\":1}]"}) {
    EXPECT_EQ(ReadBody(body, {}).error().reason, Reason::kBodyMalformed) << body;
  }
  EXPECT_EQ(ReadBody("{}", {}).error().reason, Reason::kFieldMissing);
}

}  // namespace
}  // namespace enishi
