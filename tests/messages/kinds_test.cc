#include "ledger/messages/kinds.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <type_traits>

#include "ledger/instruction/kinds.h"

namespace enishi {
namespace {

template <class T>
struct Element {
  using Type = T;
};
template <class T>
struct Element<std::optional<T>> : Element<T> {};
template <class T>
struct Element<std::vector<T>> : Element<T> {};

template <class E>
void ExpectChoicesHaveTitles() {
  for (const std::string_view name : EnumNames<E>::kNames) {
    EXPECT_TRUE(ValueTitle(name).has_value()) << name;
  }
}

template <class Kind>
void ExpectTexts() {
  EXPECT_TRUE(KindTitle(Kind::kKind).has_value()) << Kind::kKind;
  ForEachField<Kind>([](const auto& field) {
    EXPECT_TRUE(FieldTitle(field.name).has_value()) << Kind::kKind << " " << field.name;
    EXPECT_TRUE(FieldHelp(Kind::kKind, field.name).has_value()) << Kind::kKind << " " << field.name;
    using Declared = typename std::decay_t<decltype(field)>::Type;
    using Value = typename Element<Declared>::Type;
    if constexpr (std::is_enum_v<Value>) ExpectChoicesHaveTitles<Value>();
  });
}

template <size_t... I>
void ExpectTextsOfAll(std::index_sequence<I...> /*all*/) {
  (ExpectTexts<std::variant_alternative_t<I, Payload>>(), ...);
}

TEST(KindTexts, EveryKindFieldAndChoiceHasItsTexts) {
  ExpectTextsOfAll(std::make_index_sequence<std::variant_size_v<Payload>>());
  ExpectChoicesHaveTitles<Period>();
}

TEST(KindTexts, WhatEveryInstructionHasIsNamedToo) {
  for (const char* field : {"v", "ledger", "id", "kind", "account", "valid_until"}) {
    EXPECT_TRUE(FieldTitle(field).has_value()) << field;
  }
}

TEST(KindTexts, NothingIsSaidOfAnUnknownName) {
  EXPECT_FALSE(KindTitle("payment.captur").has_value());
  EXPECT_FALSE(FieldTitle("colour").has_value());
  EXPECT_FALSE(FieldHelp("charge", "no_such_field").has_value());
  EXPECT_EQ(TitleOr(KindTitle("payment.hold"), "payment.hold").In(Language::kJapanese),
            "payment.hold");
}

TEST(KindTexts, AKindMayHaveAnExplanationOfItsOwn) {
  EXPECT_NE(FieldHelp("account.open", "holder")->en, FieldHelp("post.appoint", "holder")->en);
}

}  // namespace
}  // namespace enishi
