#include "wallet-cli/plan/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/wallet-cli/client/fake_server.h"

namespace enishi {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string Read(const Payload& kind, std::string_view field, std::string_view text) {
  const auto value = FieldFromText(kind, field, text);
  return value ? Dump(*value) : "error";
}

TEST(Fields, AmountsMayHaveThousandsSeparatorsInTheRightPlaces) {
  EXPECT_EQ(Read(Charge{}, "amount", "1000"), "1000");
  EXPECT_EQ(Read(Charge{}, "amount", "1,000"), "1000");
  EXPECT_EQ(Read(Charge{}, "amount", "12,345,678"), "12345678");
  for (const char* slip :
       {"", "1,00", "1000,000", ",100", "1,0000", "1.5", "-5", "1e3", "1,,000"}) {
    EXPECT_EQ(Read(Charge{}, "amount", slip), "error") << slip;
  }
}

TEST(Fields, TimesAreJapaneseUnlessTheySayOtherwise) {
  const std::string nine = "1775001600000";
  for (const char* text :
       {"2026-04-01 09:00", "2026-04-01T09:00:00", "2026-04-01T00:00:00Z", "1775001600000"}) {
    EXPECT_EQ(Read(ClockAdvance{}, "to", text), nine) << text;
  }
  EXPECT_EQ(Read(ClockAdvance{}, "to", "2026-04-01"), "1774969200000");
  EXPECT_EQ(Read(ClockAdvance{}, "to", "tomorrow"), "error");
}

TEST(Fields, DaysAreReadAsTheyAreWrittenInJapan) {
  for (const char* text : {"2026-07-01", "2026/7/1", "2026/07/01", "2026年7月1日",
                           "２０２６／７／１", " 2026-07-01 "}) {
    EXPECT_EQ(Read(PostAppoint{}, "from", text), "\"2026-07-01\"") << text;
  }
  for (const char* slip : {"2026-02-30", "26/7/1/", "2026-7", "7/1", "令和8年7月1日", ""}) {
    EXPECT_EQ(Read(PostAppoint{}, "from", slip), "error") << slip;
  }
  EXPECT_EQ(Read(ClockAdvance{}, "to", "2026/4/1 9:00"), "1775001600000");
  EXPECT_EQ(Read(ClockAdvance{}, "to", "２０２６年４月１日　９：００"), "1775001600000");
  EXPECT_EQ(Read(ClockAdvance{}, "to", "2026-04-01 24:00"), "error");
}

TEST(Fields, FullWidthDigitsAndLettersAreRead) {
  EXPECT_EQ(Read(Charge{}, "amount", "１，２００"), "1200");
  EXPECT_EQ(Read(Charge{}, "currency", "ＫＡＥＮ"), "\"KAEN\"");
  EXPECT_EQ(Read(Charge{}, "participant", "＠花Ａ"), "\"@花Ａ\"") << "a label keeps its letters";
  EXPECT_EQ(Read(AccountOpen{}, "enrolled", "ＴＲＵＥ"), "true");
  EXPECT_EQ(Read(AccountOpen{}, "enrolled", "FALSE"), "false");
  EXPECT_EQ(Read(AccountOpen{}, "enrolled", "はい"), "true");
  EXPECT_EQ(Read(AccountOpen{}, "enrolled", "maybe"), "error");
}

TEST(Fields, ListsAndCapsAreWrittenWithCommas) {
  EXPECT_EQ(Read(PostCreate{}, "roles", "planner,auditor"), R"(["planner","auditor"])");
  EXPECT_EQ(Read(ProgrammeCreate{}, "caps", "day:300,programme:2000"),
            R"([{"period":"day","amount":300},{"period":"programme","amount":2000}])");
  EXPECT_EQ(Read(ProgrammeCreate{}, "caps", "day"), "error");
  EXPECT_EQ(Read(ProgrammeCreate{}, "no_such_field", "1"), "error");
}

TEST(Fields, LabelsStandForAccountsAndKeys) {
  const Keyring keyring = testing::KeyringOf({"shop"});
  const KeyEntry& shop = keyring.entries().front();
  const auto pay = ReadPayloadFields(
      PaymentPay{}, Json::object({{"shop", "@shop"}, {"currency", "KAEN"}, {"amount", 5}}),
      keyring);
  ASSERT_TRUE(pay.has_value());
  EXPECT_EQ(std::get<PaymentPay>(*pay).shop, shop.account);
  const auto revoke = ReadPayloadFields(KeyRevoke{}, Json::object({{"key", "@shop"}}), keyring);
  ASSERT_TRUE(revoke.has_value());
  EXPECT_EQ(std::get<KeyRevoke>(*revoke).key, shop.key.public_key());
  // Only accounts and keys: a reference that begins with "@" is not one.
  EXPECT_FALSE(ReadPayloadFields(KeyRevoke{}, Json::object({{"key", "@nobody"}}), keyring));
}

TEST(Fields, MissingAndUnknownFieldsAreNamed) {
  const Keyring keyring;
  const auto missing = ReadPayloadFields(ClockAdvance{}, Json::object(), keyring);
  ASSERT_FALSE(missing.has_value());
  EXPECT_NE(missing.error().title.en.find("to"), std::string::npos);
  const auto unknown = ReadPayloadFields(ExpirySweep{}, Json::object({{"tip", 1}}), keyring);
  ASSERT_FALSE(unknown.has_value());
  EXPECT_NE(unknown.error().title.en.find("tip"), std::string::npos);
}

TEST(Fields, UnknownNamesAreAnsweredWithTheNearestOne) {
  const Keyring keyring = testing::KeyringOf({"shop", "till"});
  const auto refused = [&](const Payload& kind, Json fields) {
    const auto payload = ReadPayloadFields(kind, std::move(fields), keyring);
    return payload ? "accepted" : payload.error().title.en;
  };
  EXPECT_THAT(refused(KeyAdd{}, Json::object({{"key", "@till"},
                                              {"custody", "holder"},
                                              {"kinds", Json::array({"payment.captur"})}})),
              HasSubstr("unknown kind payment.captur; did you mean payment.capture?"));
  EXPECT_THAT(refused(KeyAdd{}, Json::object({{"key", "@tlil"}, {"custody", "holder"}})),
              HasSubstr("did you mean @till?"));
  EXPECT_THAT(
      refused(PostCreate{}, Json::object({{"post", "p"}, {"roles", Json::array({"planer"})}})),
      AllOf(HasSubstr("planer"), HasSubstr("did you mean planner?")));
  EXPECT_THAT(refused(KeyAdd{}, Json::object({{"key", "@till"}, {"custody", "hodler"}})),
              HasSubstr("did you mean holder?"));
  EXPECT_THAT(refused(ExpirySweep{}, Json::object({{"tip", 1}})), HasSubstr("field tip"));
}

TEST(Fields, EveryKindIsWholeWithItsRequiredFieldsAndDefaults) {
  Json fields = Json::object({{"key", "@a"}});
  const Keyring keyring = testing::KeyringOf({"a"});
  EXPECT_FALSE(ReadPayloadFields(AccountOpen{}, fields, keyring).has_value());
  AddDefaults(AccountOpen{}, fields);
  const auto open = ReadPayloadFields(AccountOpen{}, fields, keyring);
  ASSERT_TRUE(open.has_value());
  EXPECT_EQ(std::get<AccountOpen>(*open).holder, AccountKind::kParticipant);
  EXPECT_FALSE(std::get<AccountOpen>(*open).enrolled);
}

}  // namespace
}  // namespace enishi
