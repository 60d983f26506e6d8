#include "ledger/base/json.h"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "ledger/base/json_reader.h"
#include "tests/fixtures/shared_folder.h"

namespace enishi {
namespace {

std::string Nested(int levels) {
  return std::string(static_cast<size_t>(levels), '[') +
         std::string(static_cast<size_t>(levels), ']');
}

// Files of the suite that any JSON reader must accept and this one refuses, each with its reason.
const std::map<std::string, std::string>& RefusedOnPurpose() {
  static const std::string not_an_integer = "a number that is not an integer of 64 bits";
  static const std::map<std::string, std::string> refused = {
      {"y_number.json", not_an_integer},
      {"y_number_0e+1.json", not_an_integer},
      {"y_number_0e1.json", not_an_integer},
      {"y_number_double_close_to_zero.json", not_an_integer},
      {"y_number_int_with_exp.json", not_an_integer},
      {"y_number_negative_zero.json", "the number -0"},
      {"y_number_real_capital_e.json", not_an_integer},
      {"y_number_real_capital_e_neg_exp.json", not_an_integer},
      {"y_number_real_capital_e_pos_exp.json", not_an_integer},
      {"y_number_real_exponent.json", not_an_integer},
      {"y_number_real_fraction_exponent.json", not_an_integer},
      {"y_number_real_neg_exp.json", not_an_integer},
      {"y_number_real_pos_exponent.json", not_an_integer},
      {"y_number_simple_real.json", not_an_integer},
      {"y_object_duplicated_key.json", "a name twice in one object"},
      {"y_object_duplicated_key_and_value.json", "a name twice in one object"},
      {"y_object_extreme_numbers.json", not_an_integer},
      {"y_structure_lonely_negative_real.json", not_an_integer},
  };
  return refused;
}

TEST(StrictJson, TheParsingSuiteIsDecidedAsItAsks) {
  ENISHI_NEEDS_SHARED("vectors/jsontestsuite/test_parsing");
  int must_accept = 0;
  int must_refuse = 0;
  for (const auto& file : std::filesystem::directory_iterator(
           testing::SharedFolder() / "vectors/jsontestsuite/test_parsing")) {
    const std::string name = file.path().filename().string();
    const auto json = ParseJson(testing::ReadFile(file.path()));
    if (name.starts_with("n_")) {
      EXPECT_FALSE(json) << name;
      ++must_refuse;
    } else if (name.starts_with("y_")) {
      const auto reason = RefusedOnPurpose().find(name);
      if (reason == RefusedOnPurpose().end()) {
        EXPECT_TRUE(json) << name;
      } else {
        ASSERT_FALSE(json) << name;
        EXPECT_EQ(json.error().message, reason->second) << name;
      }
      ++must_accept;
    } else if (json) {
      // What is left to the reader is refused or comes back as it was.
      EXPECT_EQ(*ParseJson(Dump(*json)), *json) << name;
    }
  }
  EXPECT_GE(must_accept, 48);
  EXPECT_GE(must_refuse, 90);
}

TEST(StrictJson, NaughtyStringsComeBack) {
  ENISHI_NEEDS_SHARED("vectors/naughty_strings/blns.json");
  const auto strings =
      ParseJson(testing::ReadFile(testing::SharedFolder() / "vectors/naughty_strings/blns.json"));
  ASSERT_TRUE(strings) << strings.error().message;
  ASSERT_NE(AsArray(*strings), nullptr);
  EXPECT_EQ(AsArray(*strings)->size(), 515U);
  for (const Json& string : *AsArray(*strings)) {
    ASSERT_NE(AsString(string), nullptr);
    const auto again = ParseJson(Dump(string));
    ASSERT_TRUE(again) << Dump(string);
    EXPECT_EQ(*again, string);
    Json named;
    named[*AsString(string)] = string;
    EXPECT_EQ(*ParseJson(Pretty(named)), named);
  }
}

TEST(StrictJson, OnlyIntegersOf64BitsAreNumbers) {
  for (const char* text :
       {"0", "1", "-1", "9223372036854775807", "-9223372036854775808", "9007199254740991"}) {
    const auto json = ParseJson(text);
    ASSERT_TRUE(json) << text;
    ASSERT_NE(AsInteger(*json), nullptr);
    EXPECT_EQ(std::to_string(*AsInteger(*json)), text);
    EXPECT_EQ(Dump(*json), text);
  }
  for (const char* text : {"1.0",
                           "1e3",
                           "1E0",
                           "-0",
                           "-0.0",
                           "0.0",
                           "9223372036854775808",
                           "-9223372036854775809",
                           "18446744073709551615",
                           "18446744073709551616",
                           "1e400",
                           "-1e400",
                           "01",
                           "+1",
                           "1.",
                           ".1",
                           "0x1",
                           "NaN",
                           "Infinity",
                           "[-0]",
                           "{\"a\": 1.0}",
                           "１"}) {
    EXPECT_FALSE(ParseJson(text)) << text;
  }
}

TEST(StrictJson, ANameMayStandOnceInAnObject) {
  EXPECT_FALSE(ParseJson(R"({"a":1,"a":1})"));
  EXPECT_FALSE(ParseJson(R"({"a":1,"\u0061":2})"));
  EXPECT_FALSE(ParseJson(R"({"x":{"a":1,"b":2,"a":3}})"));
  EXPECT_TRUE(ParseJson(R"({"a":{"a":{"a":1}},"b":{"a":1}})"));
  EXPECT_TRUE(ParseJson(R"([{"a":1},{"a":1}])"));
}

TEST(StrictJson, DepthIsLimited) {
  EXPECT_TRUE(ParseJson(Nested(JsonDocument::kDepthMax)));
  EXPECT_FALSE(ParseJson(Nested(JsonDocument::kDepthMax + 1)));
  EXPECT_FALSE(ParseJson(Nested(100'000)));
  std::string objects;
  for (int i = 0; i <= JsonDocument::kDepthMax; ++i) objects += "{\"a\":";
  EXPECT_FALSE(ParseJson(objects + "1" + std::string(JsonDocument::kDepthMax + 1, '}')));
}

TEST(StrictJson, OnlyUtf8IsText) {
  for (const std::string& text :
       {std::string("\"\xFF\""), std::string("\"\xC0\xAF\""), std::string("\"\xED\xA0\x80\""),
        std::string("\"\xF4\x90\x80\x80\""), std::string("\"\xE7\xB8\""),
        std::string("{\"\xFF\":1}"), std::string("\xEF\xBB\xBF{}"),
        std::string("\xFF\xFE[\0]\0", 6)}) {
    EXPECT_FALSE(ParseJson(text));
  }
  EXPECT_EQ(*AsString(*ParseJson("\"縁\"")), "縁");
}

TEST(StrictJson, LoneSurrogatesAreRefusedAndPairsAreRead) {
  for (const char* text : {R"("\ud800")", R"("\udc00")", R"("\ud800a")", R"("\ud800\ud800")",
                           R"("\udc00\ud800")", R"({"\ud800":1})", R"("\ud83d\u0041")"}) {
    EXPECT_FALSE(ParseJson(text)) << text;
  }
  EXPECT_EQ(*AsString(*ParseJson(R"("\ud842\udfb7")")), "𠮷");
}

TEST(StrictJson, NothingMayFollowTheValue) {
  for (const std::string& text :
       {std::string("{}{}"), std::string("1 2"), std::string("[],"), std::string("{}\0", 3),
        std::string("{}\0{}", 5), std::string("[1\0]", 4), std::string("null//"), std::string()}) {
    EXPECT_FALSE(ParseJson(text)) << text;
  }
  EXPECT_TRUE(ParseJson(" \t\r\n{} \t\r\n"));
}

TEST(StrictJson, ZeroCharactersAreKept) {
  const auto json = ParseJson(R"({"a\u0000b":"\u0000"})");
  ASSERT_TRUE(json);
  EXPECT_EQ(TextOf(*json, std::string_view("a\0b", 3)), std::string(1, '\0'));
  EXPECT_EQ(Find(*json, "a"), nullptr);
}

TEST(StrictJson, EveryTruncationIsRefused) {
  const std::string text = R"({"id":"017f","n":[1,-2,{"x":null}],"t":true,"s":"縁\u00e9\n"})";
  ASSERT_TRUE(ParseJson(text));
  for (size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(ParseJson(text.substr(0, size))) << size;
  }
}

TEST(StrictJson, RefusalsDoNotRepeatTheOffendingBytes) {
  for (const char* text : {R"({"secret":1,"secret":2})", "secret", R"(["secret)"}) {
    const auto json = ParseJson(text);
    ASSERT_FALSE(json);
    EXPECT_FALSE(json.error().message.empty());
    EXPECT_EQ(json.error().message.find("secret"), std::string::npos);
  }
}

TEST(JsonValues, MembersKeepTheirOrder) {
  const std::string text = R"({"z":1,"a":2,"m":{"y":3,"b":4}})";
  EXPECT_EQ(Dump(*ParseJson(text)), text);
  Json json;
  json["z"] = 1;
  json["a"] = "text";
  json["list"] = Json::array({true, nullptr});
  EXPECT_EQ(Dump(json), R"({"z":1,"a":"text","list":[true,null]})");
}

TEST(JsonValues, BytesThatAreNoTextAreReplaced) { EXPECT_EQ(Dump(Json("a\xFFz")), "\"a\uFFFDz\""); }

TEST(JsonValues, LookUpsFallBackOnTheWrongType) {
  const auto json = ParseJson(R"({"n":5,"s":"x","b":false})");
  ASSERT_TRUE(json);
  EXPECT_EQ(IntegerOf(*json, "n"), 5);
  EXPECT_EQ(IntegerOf(*json, "s", 7), 7);
  EXPECT_EQ(IntegerOf(*json, "none", 8), 8);
  EXPECT_EQ(TextOf(*json, "s"), "x");
  EXPECT_EQ(TextOf(*json, "n", "f"), "f");
  EXPECT_FALSE(*AsBool(*Find(*json, "b")));
  EXPECT_EQ(AsString(*Find(*json, "b")), nullptr);
  EXPECT_EQ(Find(Json(1), "n"), nullptr);
}

TEST(JsonValues, PrettyTextEndsWithANewline) {
  Json json;
  json["a"] = Json::array({Json(1)});
  EXPECT_EQ(Pretty(json), "{\n  \"a\": [\n    1\n  ]\n}\n");
}

// The decoder reads these views directly into fields.
TEST(JsonDocuments, ValuesAreReadByTheirType) {
  const auto document =
      JsonDocument::Parse(R"({"n":-5,"s":"縁","b":true,"l":[1,"x"],"o":{},"z":null})");
  ASSERT_TRUE(document);
  const auto members = document->root().AsObject();
  ASSERT_TRUE(members);
  EXPECT_EQ(members->size(), 6U);
  EXPECT_EQ(members->front().first, "n");
  EXPECT_EQ(members->Find("n")->AsInteger(), -5);
  EXPECT_EQ(members->Find("s")->AsString(), "縁");
  EXPECT_EQ(members->Find("b")->AsBool(), true);
  EXPECT_EQ(members->Find("l")->AsArray()->at(1).AsString(), "x");
  EXPECT_TRUE(members->Find("o")->AsObject()->empty());
  EXPECT_EQ(members->Find("none"), nullptr);
  for (const auto& [name, value] : *members) {
    EXPECT_EQ(value.AsInteger().has_value(), name == "n") << name;
    EXPECT_EQ(value.AsString().has_value(), name == "s") << name;
    EXPECT_EQ(value.AsBool().has_value(), name == "b") << name;
    EXPECT_EQ(value.AsArray().has_value(), name == "l") << name;
    EXPECT_EQ(value.AsObject().has_value(), name == "o") << name;
  }
  EXPECT_FALSE(document->root().AsString());
}

TEST(JsonDocuments, SeveralAreOpenAtOnce) {
  auto outer = JsonDocument::Parse(R"({"body":"{\"a\":1}"})");
  ASSERT_TRUE(outer);
  const auto text = outer->root().AsObject()->Find("body")->AsString();
  std::vector<JsonDocument> inner;
  for (int i = 0; i < 4; ++i) {
    auto read = JsonDocument::Parse(*text);
    ASSERT_TRUE(read);
    inner.push_back(*std::move(read));
  }
  for (const JsonDocument& each : inner) {
    EXPECT_EQ(each.root().AsObject()->Find("a")->AsInteger(), 1);
  }
  EXPECT_EQ(outer->root().AsObject()->Find("body")->AsString(), R"({"a":1})");
}

}  // namespace
}  // namespace enishi
