// Every field of every kind: missing, twice, unknown, of another type, and at its limits. The
// tables come from the field lists, so that a new kind or field is covered as soon as it has a
// sample.

#include <gtest/gtest.h>

#include "ledger/instruction/codec.h"
#include "ledger/instruction/instruction.h"
#include "tests/instruction/samples.h"

namespace enishi {
namespace {

using testing::BodyOf;
using testing::Sample;
using testing::SampleTownLog;

std::optional<Rejection> Refusal(const std::string& body) {
  const auto read = ReadBody(body, {});
  if (!read) return read.error();
  EXPECT_EQ(read->body, body);
  return std::nullopt;
}

std::string Without(const Json& body, std::string_view name) {
  Json copy = body;
  EXPECT_EQ(copy.erase(std::string(name)), 1U) << name;
  return Dump(copy);
}

// The body with the field's value replaced by a text that need not be JSON.
std::string With(const Json& body, std::string_view name, std::string_view value) {
  constexpr std::string_view kPlace = "\"@@@\"";
  Json copy = body;
  bool found = false;
  for (auto& [member, old] : copy.items()) {
    if (member != name) continue;
    old = "@@@";
    found = true;
  }
  if (!found) copy[std::string(name)] = "@@@";
  std::string text = Dump(copy);
  text.replace(text.find(kPlace), kPlace.size(), value);
  return text;
}

TEST(Fields, OneThatIsMissingIsNamed) {
  for (const Sample& sample : SampleTownLog().samples) {
    const Json body = BodyOf(sample);
    testing::ForEachFieldOf(sample.instruction, [&](const auto& field) {
      using T = typename std::decay_t<decltype(field)>::Type;
      if (Find(body, field.name) == nullptr) return;
      const auto refusal = Refusal(Without(body, field.name));
      ASSERT_EQ(refusal.has_value(), !kIsOptional<T>) << sample.kind << " " << field.name;
      if (!refusal) return;
      EXPECT_EQ(refusal->reason, Reason::kFieldMissing);
      EXPECT_EQ(refusal->pointer, "/" + std::string(field.name));
    });
    const auto refusal = Refusal(Without(body, "kind"));
    ASSERT_TRUE(refusal) << sample.kind;
    EXPECT_EQ(refusal->reason, Reason::kFieldMissing);
    EXPECT_EQ(refusal->pointer, "/kind");
  }
}

TEST(Fields, OneThatStandsTwiceIsRefused) {
  for (const Sample& sample : SampleTownLog().samples) {
    const Json body = BodyOf(sample);
    for (const auto& [name, value] : body.items()) {
      const std::string& text = sample.instruction.body;
      const std::string member = Dump(Json(name)) + ":" + Dump(value);
      const std::string at_end = text.substr(0, text.size() - 1) + "," + member + "}";
      const std::string at_front = "{" + member + "," + text.substr(1);
      for (const std::string& twice : {at_end, at_front}) {
        const auto refusal = Refusal(twice);
        ASSERT_TRUE(refusal) << sample.kind << " " << name;
        EXPECT_EQ(refusal->reason, Reason::kBodyMalformed) << sample.kind << " " << name;
      }
    }
  }
}

// Fields of other kinds, names in other cases and names that only look alike are unknown.
TEST(Fields, OneThatTheKindDoesNotHaveIsRefused) {
  std::vector<std::string> names = {
      "memo",        "",          "V",          "Kind", "kind ", "am\\u0000ount", "amount\\u0000",
      "\\ufeffkind", "__proto__", "signatures", "body"};
  for (const Sample& sample : SampleTownLog().samples) {
    const Json body = BodyOf(sample);
    for (const auto& [name, value] : body.items()) names.push_back(name);
  }
  for (const Sample& sample : SampleTownLog().samples) {
    const Json schema = BodySchema(sample.instruction.payload);
    const std::string& text = sample.instruction.body;
    for (const std::string& name : names) {
      if (Find(*Find(schema, "properties"), name) != nullptr) continue;
      const auto refusal = Refusal(text.substr(0, text.size() - 1) + ",\"" + name + "\":1}");
      ASSERT_TRUE(refusal) << sample.kind << " " << name;
      EXPECT_EQ(refusal->reason, Reason::kFieldUnknown) << sample.kind << " " << name;
    }
  }
}

TEST(Fields, ValuesOfAnotherTypeAreRefused) {
  for (const Sample& sample : SampleTownLog().samples) {
    const Json body = BodyOf(sample);
    for (const auto& [name, value] : body.items()) {
      for (const std::string_view other :
           {"null", "true", "7", "\"\"", "\" \"", "[]", "[[]]", "{}", "[null]", "{\"a\":1}"}) {
        const auto type = ParseJson(other);
        const bool same_list = AsArray(value) != nullptr && other == "[]";
        const bool same_type = (AsInteger(value) != nullptr && other == "7") ||
                               (AsBool(value) != nullptr && other == "true");
        if (same_list || same_type) continue;
        const auto refusal = Refusal(With(body, name, other));
        ASSERT_TRUE(refusal) << sample.kind << " " << name << " " << other;
        const Reason expected = name == "v"      ? Reason::kVersionUnknown
                                : name == "kind" ? Reason::kKindUnknown
                                                 : Reason::kFieldInvalid;
        EXPECT_EQ(refusal->reason, expected) << sample.kind << " " << name << " " << other;
        if (expected == Reason::kFieldInvalid) {
          EXPECT_EQ(refusal->pointer, "/" + name);
        }
      }
    }
  }
}

template <class T>
constexpr uint64_t MaximumOf() {
  if constexpr (std::same_as<T, Amount> || std::same_as<T, std::optional<Amount>>) {
    return Amount::kMax;
  } else if constexpr (std::same_as<T, Timestamp>) {
    return Timestamp::kMax;
  } else if constexpr (std::same_as<T, uint32_t> || std::same_as<T, std::optional<uint32_t>>) {
    return std::numeric_limits<uint32_t>::max();
  }
  return 0;
}

TEST(Fields, IntegersHaveTheirLimits) {
  int integers = 0;
  for (const Sample& sample : SampleTownLog().samples) {
    const Json body = BodyOf(sample);
    testing::ForEachFieldOf(sample.instruction, [&](const auto& field) {
      using T = typename std::decay_t<decltype(field)>::Type;
      constexpr uint64_t kMaximum = MaximumOf<T>();
      if (kMaximum == 0 || field.name == "v") return;
      ++integers;
      const auto reason = [&](const std::string& number) -> std::optional<Reason> {
        const auto refusal = Refusal(With(body, field.name, number));
        if (!refusal) return std::nullopt;
        return refusal->reason;
      };
      EXPECT_EQ(reason(std::to_string(kMaximum)), std::nullopt) << sample.kind << field.name;
      EXPECT_EQ(reason("0"), std::nullopt) << sample.kind << field.name;
      for (const std::string& above :
           {std::to_string(kMaximum + 1), std::string("-1"), std::string("9223372036854775807"),
            std::string("-9223372036854775808")}) {
        EXPECT_EQ(reason(above), Reason::kFieldInvalid) << sample.kind << field.name << above;
      }
      for (const char* form : {"1.0", "1e3", "1E3", "-0", "0.5", "1e-1", "9223372036854775808",
                               "18446744073709551616", "1e400", "+1", "01", "0x1", "NaN"}) {
        EXPECT_EQ(reason(form), Reason::kBodyMalformed) << sample.kind << field.name << form;
      }
    });
  }
  EXPECT_GE(integers, 35);
}

TEST(Fields, TheLargestAmountIs2To53Minus1) {
  const Json body = BodyOf(testing::SampleOf("payment.pay"));
  const auto read = ReadBody(With(body, "amount", "9007199254740991"), {});
  ASSERT_TRUE(read);
  EXPECT_EQ(std::get<PaymentPay>(read->payload).amount.minor(), 9'007'199'254'740'991);
  EXPECT_EQ(Refusal(With(body, "amount", "9007199254740992"))->reason, Reason::kFieldInvalid);
}

TEST(Fields, TheVersionIsOne) {
  for (const Sample& sample : SampleTownLog().samples) {
    for (const char* version : {"0", "2", "4294967297", "-1", "\"1\"", "null"}) {
      EXPECT_EQ(Refusal(With(BodyOf(sample), "v", version))->reason, Reason::kVersionUnknown);
    }
  }
}

TEST(Fields, ListsHaveAtMostSixtyFourElements) {
  const Json body = BodyOf(testing::SampleOf("post.create"));
  std::string list = "[\"cashier\"";
  for (size_t i = 1; i < kListMax; ++i) list += ",\"cashier\"";
  EXPECT_FALSE(Refusal(With(body, "roles", list + "]")));
  EXPECT_EQ(Refusal(With(body, "roles", list + ",\"cashier\"]"))->reason, Reason::kFieldInvalid);
}

TEST(Fields, AStructureWithinABodyIsAsStrict) {
  const Json body = BodyOf(testing::SampleOf("programme.create"));
  EXPECT_FALSE(Refusal(With(body, "caps", R"([{"period":"day","amount":1}])")));
  for (const char* caps :
       {R"([{"period":"day"}])", R"([{"amount":1}])", R"([{"period":"year","amount":1}])",
        R"([{"period":"day","amount":1,"memo":1}])", R"([{"period":"day","amount":-1}])",
        R"([{"period":0,"amount":1}])", R"({"period":"day","amount":1})", "[1]"}) {
    EXPECT_EQ(Refusal(With(body, "caps", caps))->reason, Reason::kFieldInvalid) << caps;
  }
  EXPECT_EQ(Refusal(With(body, "caps", R"([{"period":"day","period":"day","amount":1}])"))->reason,
            Reason::kBodyMalformed);
}

TEST(Fields, NamesOfValuesAreExact) {
  const Json pay = BodyOf(testing::SampleOf("payment.pay"));
  const Json open = BodyOf(testing::SampleOf("account.open"));
  const struct {
    const Json& body;
    std::string_view field;
    std::string_view value;
  } kRefused[] = {
      {pay, "kind", "\"payment.Pay\""},
      {pay, "kind", "\"payment.pay \""},
      {pay, "kind", "\"\""},
      {pay, "currency", "\"kaen\""},
      {pay, "currency", "\"KAENKAENK\""},
      {pay, "reference", "\"till 2\""},
      {pay, "reference", "\"\""},
      {pay, "reference", "\"12345678901234567890123456789012345678901\""},
      {pay, "id", "\"019d4657-0000-4000-8000-000000000001\""},
      {pay, "id", "\"019D4657-0000-7000-8000-000000000001\""},
      {pay, "account", "\"0000-0000-0000-0000-0000-0000\""},
      {pay, "shop", "\"0000-0000-0000-0000-0000-0000\""},
      {pay, "ledger", "\"00\""},
      {open, "holder", "\"Participant\""},
      {open, "custody", "\"nobody\""},
      {open, "key", "\"AAAA\""},
  };
  for (const auto& row : kRefused) {
    const auto refusal = Refusal(With(row.body, row.field, row.value));
    ASSERT_TRUE(refusal) << row.field << row.value;
    EXPECT_EQ(refusal->reason, row.field == "kind" ? Reason::kKindUnknown : Reason::kFieldInvalid);
  }
}

// Where a body has several faults, the reason that stands first in the precedence is named.
TEST(Fields, TheFirstReasonIsNamed) {
  const Json body = BodyOf(testing::SampleOf("payment.pay"));
  const auto with = [](std::string text, std::string_view from, std::string_view to) {
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  const std::string unknown_and_missing =
      with(Without(body, "amount"), "{\"v\":1", "{\"memo\":\"\",\"v\":1");
  EXPECT_EQ(Refusal(unknown_and_missing)->reason, Reason::kFieldMissing);
  EXPECT_EQ(Refusal(with(unknown_and_missing, "payment.pay", "payment.play"))->reason,
            Reason::kKindUnknown);
  EXPECT_EQ(Refusal(with(unknown_and_missing, "\"v\":1", "\"v\":2"))->reason,
            Reason::kVersionUnknown);
  EXPECT_EQ(Refusal(with(With(body, "amount", "-1"), "{\"v\":1", "{\"memo\":\"\",\"v\":1"))->reason,
            Reason::kFieldUnknown);
  EXPECT_EQ(Refusal(unknown_and_missing + "x")->reason, Reason::kBodyMalformed);
  EXPECT_EQ(Refusal(std::string(kBodyBytesMax, ' ') + "x")->reason, Reason::kBodyTooLarge);
}

// The count of a list has two bytes, so a longer list cannot be written.
TEST(FieldBytes, AListHasAtMost65535Elements) {
  const std::vector<uint8_t> longest(kCountMax, 7);
  std::string bytes;
  FieldType<std::vector<uint8_t>>::Put(bytes, longest);
  EXPECT_EQ(bytes.size(), 2 + kCountMax);
  ByteReader in(bytes);
  std::vector<uint8_t> read;
  ASSERT_TRUE(FieldType<std::vector<uint8_t>>::Get(in, read));
  EXPECT_TRUE(in.AtEnd());
  EXPECT_EQ(read, longest);
}

TEST(FieldBytesDeathTest, ALongerListStopsTheProcess) {
  const std::vector<uint8_t> too_long(kCountMax + 1, 7);
  std::string bytes;
  EXPECT_DEATH(FieldType<std::vector<uint8_t>>::Put(bytes, too_long), "CHECK failed");
}

TEST(FieldBytesDeathTest, ATextOverItsLengthByteStopsTheProcess) {
  std::string bytes;
  EXPECT_DEATH(FieldType<Reference>::Put(bytes, Reference{std::string(256, 'a')}), "CHECK failed");
}

}  // namespace
}  // namespace enishi
