#include "wallet-cli/plan/fields.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "ledger/base/typed_text.h"
#include "ledger/instruction/codec.h"
#include "ledger/instruction/fields.h"
#include "ledger/messages/details.h"
#include "wallet-cli/plan/unknown_name.h"

namespace enishi {
namespace {

template <class T>
inline constexpr bool kIsList = false;
template <class T>
inline constexpr bool kIsList<std::vector<T>> = true;

template <class T>
inline constexpr bool kNamesHolder = std::same_as<T, AccountId> || std::same_as<T, PublicKey>;
template <class T>
inline constexpr bool kNamesHolder<std::vector<T>> = kNamesHolder<T>;

template <class T>
inline constexpr bool kHasDefault = kIsList<T> || std::same_as<T, bool> || std::is_enum_v<T>;

// How values of a type are written, for help texts.
template <class T>
std::string_view FormOf() {
  if constexpr (std::same_as<T, AccountId>) return "ID|@LABEL";
  if constexpr (std::same_as<T, PublicKey>) return "KEY|@LABEL";
  if constexpr (std::same_as<T, std::vector<PublicKey>>) return "@LABEL,@LABEL,...";
  if constexpr (std::same_as<T, std::vector<Cap>>) return "PERIOD:N,...";
  if constexpr (kIsList<T>) return "NAME,...";
  if constexpr (std::same_as<T, Date>) return "YYYY-MM-DD";
  if constexpr (std::same_as<T, Timestamp>) return "'YYYY-MM-DD hh:mm'|MS";
  if constexpr (std::same_as<T, Hash>) return "HEX";
  if constexpr (std::same_as<T, Amount> || std::unsigned_integral<T>) return "N";
  if constexpr (std::same_as<T, SignedPaymentCode> || std::same_as<T, SignedAttendanceCode>) {
    return "CODE";
  }
  return "NAME";
}
template <class T>
struct Bare {
  using Type = T;
};
template <class T>
struct Bare<std::optional<T>> {
  using Type = T;
};

Tried<Json> IntegerFromText(std::string_view text) {
  const Failure error = Usage(texts::kMustBeNumber);
  std::string digits;
  // 1,000,000 is read as 1000000; 1,00 is a slip of the finger.
  const size_t first_comma = std::min(text.find(','), text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const size_t to_end = text.size() - i;
    const bool comma_fits = first_comma >= 1 && first_comma <= 3 && to_end % 4 == 0;
    if (text[i] == ',' && comma_fits) continue;
    if (i > first_comma && to_end % 4 == 0) return error;
    if (text[i] < '0' || text[i] > '9') return error;
    digits.push_back(text[i]);
  }
  if (digits.empty() || digits.size() > 18) return error;
  return Json(int64_t{std::stoll(digits)});
}

// Takes up to `digits_max` digits from the front of the text; nullopt if it does not begin with
// one.
std::optional<unsigned> TakeNumber(std::string_view& text, size_t digits_max) {
  unsigned number = 0;
  size_t digits = 0;
  while (digits < std::min(digits_max, text.size()) && text[digits] >= '0' && text[digits] <= '9') {
    number = number * 10 + static_cast<unsigned>(text[digits++] - '0');
  }
  text.remove_prefix(digits);
  return digits == 0 ? std::nullopt : std::optional(number);
}

bool TakeOneOf(std::string_view& text, std::initializer_list<std::string_view> separators) {
  for (const std::string_view separator : separators) {
    if (!text.starts_with(separator)) continue;
    text.remove_prefix(separator.size());
    return true;
  }
  return false;
}

// Takes a day from the front of the text: 2026-07-01, 2026/7/1 or 2026年7月1日.
std::optional<Date> TakeDate(std::string_view& text) {
  const auto year = TakeNumber(text, 4);
  if (!year || !TakeOneOf(text, {"-", "/", "年"})) return std::nullopt;
  const auto month = TakeNumber(text, 2);
  if (!month || !TakeOneOf(text, {"-", "/", "月"})) return std::nullopt;
  const auto day = TakeNumber(text, 2);
  if (!day) return std::nullopt;
  (void)TakeOneOf(text, {"日"});
  const auto date = Date::FromCivil(static_cast<int>(*year), *month, *day);
  return date ? std::optional(*date) : std::nullopt;
}

Tried<Json> DateFromText(std::string_view text) {
  const auto date = TakeDate(text);
  if (!date || !text.empty()) return Usage(texts::kMustBeDay);
  return Json(date->ToString());
}

Tried<Json> TimeFromText(std::string_view text) {
  const Failure error = Usage(texts::kMustBeTime);
  if (text.find_first_not_of("0123456789") == std::string_view::npos) return IntegerFromText(text);
  if (const auto exact = ParseRfc3339(text)) return Json(exact->ms);
  // A wall clock in Japan: a day, and a time with seconds or without.
  const auto date = TakeDate(text);
  if (!date) return error;
  uint64_t ms = date->Start().ms;
  if (text.empty()) return Json(ms);
  if (!TakeOneOf(text, {" ", "T", "\xE3\x80\x80"})) return error;
  const auto hour = TakeNumber(text, 2);
  if (!hour || *hour > 23 || !TakeOneOf(text, {":"})) return error;
  const auto minute = TakeNumber(text, 2);
  if (!minute || *minute > 59) return error;
  const auto second = TakeOneOf(text, {":"}) ? TakeNumber(text, 2) : std::optional(0U);
  if (!second || *second > 59 || !text.empty()) return error;
  ms += *hour * kHourMs + *minute * kMinuteMs + *second * kSecondMs;
  return Json(ms);
}

Tried<Json> BoolFromText(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  for (const char* yes : {"true", "yes", "1", "はい"}) {
    if (lower == yes) return Json(true);
  }
  for (const char* no : {"false", "no", "0", "いいえ"}) {
    if (lower == no) return Json(false);
  }
  return Usage(texts::kMustBeYesOrNo);
}

std::vector<std::string_view> SplitList(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const size_t end = std::min(text.find(','), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

// Full-width digits and letters are read as their ASCII forms, except in the labels of a keyring,
// which may have such letters of their own.
template <class T>
std::string Narrowed(std::string_view text) {
  constexpr std::string_view kWideAt = "\xEF\xBC\xA0";
  text = TrimSpace(text);
  if (kNamesHolder<typename Bare<T>::Type>) {
    if (text.starts_with('@')) return std::string(text);
    if (text.starts_with(kWideAt)) return "@" + std::string(text.substr(kWideAt.size()));
  }
  return NarrowWidth(text);
}

// The general case is a text that the field's own type judges later.
template <class T>
struct TextForm {
  static Tried<Json> Read(std::string_view text) { return Json(text); }
};
template <class T>
  requires(std::same_as<T, Amount> || std::same_as<T, int64_t> ||
           (std::unsigned_integral<T> && !std::same_as<T, bool>))
struct TextForm<T> {
  static Tried<Json> Read(std::string_view text) { return IntegerFromText(text); }
};
template <>
struct TextForm<Timestamp> {
  static Tried<Json> Read(std::string_view text) { return TimeFromText(text); }
};
template <>
struct TextForm<Date> {
  static Tried<Json> Read(std::string_view text) { return DateFromText(text); }
};
template <>
struct TextForm<bool> {
  static Tried<Json> Read(std::string_view text) { return BoolFromText(text); }
};
template <>
struct TextForm<Cap> {
  static Tried<Json> Read(std::string_view text) {
    const size_t colon = text.find(':');
    if (colon == std::string_view::npos) return Usage(texts::kMustBeCap);
    auto amount = IntegerFromText(text.substr(colon + 1));
    if (!amount) return amount;
    return Json::object({{"period", text.substr(0, colon)}, {"amount", *std::move(amount)}});
  }
};
template <class T>
struct TextForm<std::optional<T>> : TextForm<T> {};
template <class T>
struct TextForm<std::vector<T>> {
  static Tried<Json> Read(std::string_view text) {
    Json list = Json::array();
    for (const std::string_view part : SplitList(text)) {
      auto element = TextForm<T>::Read(part);
      if (!element) return element;
      list.push_back(*std::move(element));
    }
    return list;
  }
};

// Replaces "@label" if the type is one that a keyring can name, and checks a choice's name.
template <class T>
struct References {
  static std::optional<Failure> Resolve(Json& /*value*/, const Keyring& /*keyring*/) {
    return std::nullopt;
  }
};
template <class T>
  requires(std::same_as<T, AccountId> || std::same_as<T, PublicKey>)
struct References<T> {
  static std::optional<Failure> Resolve(Json& value, const Keyring& keyring) {
    const std::string* text = AsString(value);
    if (text == nullptr || !text->starts_with('@')) return std::nullopt;
    const KeyEntry* entry = keyring.Find(std::string_view(*text).substr(1));
    if (entry == nullptr) {
      std::vector<std::string> labels;
      for (const KeyEntry& known : keyring.entries()) labels.push_back("@" + known.label);
      const std::vector<std::string_view> views(labels.begin(), labels.end());
      return UnknownName(texts::kUnknownLabel, *text, views);
    }
    if constexpr (std::same_as<T, AccountId>) {
      value = FieldType<AccountId>::ToJson(entry->account);
    } else {
      value = FieldType<PublicKey>::ToJson(entry->key.public_key());
    }
    return std::nullopt;
  }
};
template <class T>
  requires std::is_enum_v<T>
struct References<T> {
  static std::optional<Failure> Resolve(Json& value, const Keyring& /*keyring*/) {
    const auto& names = EnumNames<T>::kNames;
    const std::string* text = AsString(value);
    if (text == nullptr || std::find(names.begin(), names.end(), *text) != names.end()) {
      return std::nullopt;
    }
    return UnknownName(texts::kUnknownChoice, *text, names);
  }
};
template <>
struct References<Cap> {
  static std::optional<Failure> Resolve(Json& value, const Keyring& keyring) {
    if (!value.is_object()) return std::nullopt;
    for (auto& [name, member] : value.items()) {
      if (name == "period") return References<Period>::Resolve(member, keyring);
    }
    return std::nullopt;
  }
};
template <class T>
struct References<std::optional<T>> : References<T> {};
template <class T>
struct References<std::vector<T>> {
  static std::optional<Failure> Resolve(Json& value, const Keyring& keyring) {
    if (AsArray(value) == nullptr) return std::nullopt;
    for (Json& element : *AsArray(value)) {
      if (auto error = References<T>::Resolve(element, keyring)) return error;
    }
    return std::nullopt;
  }
};

template <HasFields P>
std::vector<std::string_view> FieldNames() {
  std::vector<std::string_view> names;
  ForEachField<P>([&](const auto& field) { names.push_back(field.name); });
  return names;
}

template <HasFields P>
std::optional<Failure> ResolveAll(Json& fields, const Keyring& keyring) {
  std::optional<Failure> error;
  for (auto& [name, value] : fields.items()) {
    bool known = false;
    ForEachField<P>([&, &name = name, &value = value](const auto& field) {
      using T = typename std::decay_t<decltype(field)>::Type;
      if (field.name != name) return;
      known = true;
      auto wrong = References<T>::Resolve(value, keyring);
      if (wrong && !error) error = Within(name, *std::move(wrong));
    });
    if (!known && !error) error = UnknownName(texts::kUnknownField, name, FieldNames<P>());
  }
  return error;
}

// A key that is limited to a kind that does not exist can sign less than its owner meant.
std::optional<Failure> CheckKinds(const KeyAdd& add) {
  const std::vector<std::string_view> known = KindNames();
  if (!add.kinds) return std::nullopt;
  for (const Reference& kind : *add.kinds) {
    if (std::find(known.begin(), known.end(), kind.text) != known.end()) continue;
    return Within("kinds", UnknownName(texts::kUnknownKind, kind.text, known));
  }
  return std::nullopt;
}

// What a value of the type must be, in both languages.
template <class T>
Bilingual RequirementOf() {
  if constexpr (std::same_as<T, AccountId>) return texts::kMustBeAccount;
  if constexpr (std::same_as<T, PublicKey>) return texts::kMustBeKey;
  if constexpr (std::same_as<T, Date>) return texts::kMustBeDay;
  if constexpr (std::same_as<T, Timestamp>) return texts::kMustBeTime;
  if constexpr (std::same_as<T, bool>) return texts::kMustBeYesOrNo;
  if constexpr (std::same_as<T, Amount> || std::unsigned_integral<T>) return texts::kMustBeNumber;
  if constexpr (std::same_as<T, SignedPaymentCode> || std::same_as<T, SignedAttendanceCode>) {
    return texts::kMustBeCodeText;
  }
  return Fill(texts::kMustHaveForm, FormOf<T>());
}

// The decoder's detail exists in English only and completes the English text.
template <HasFields P>
Failure MalformedField(const Rejection& rejection) {
  const std::string pointer = rejection.pointer.substr(1);
  const std::string name = pointer.substr(0, pointer.find('/'));
  Bilingual requirement;
  ForEachField<P>([&](const auto& field) {
    using T = typename Bare<typename std::decay_t<decltype(field)>::Type>::Type;
    if (field.name == name) requirement = RequirementOf<T>();
  });
  if (!rejection.detail.empty()) requirement.en += " (" + rejection.detail + ")";
  return Within(name, Usage(std::move(requirement)));
}

template <HasFields P>
Tried<Payload> ReadAll(Json fields, const Keyring& keyring) {
  if (!fields.is_object()) return Within("fields", Usage(texts::kMustBeObject));
  if (auto error = ResolveAll<P>(fields, keyring)) return *std::move(error);
  // As text, because the decoder of instructions reads texts.
  const auto document = JsonDocument::Parse(Dump(fields));
  if (!document) return Within("fields", Usage(Translated(document.error().message)));
  const auto members = document->root().AsObject();
  if (const auto missing = Codec<P>::Missing(*members)) {
    return Usage(Fill(texts::kFieldMissing, missing->pointer.substr(1)));
  }
  auto payload = Codec<P>::Read(*members);
  if (!payload) return MalformedField<P>(payload.error());
  if constexpr (std::same_as<P, KeyAdd>) {
    if (auto error = CheckKinds(*payload)) return *std::move(error);
  }
  return Payload(*std::move(payload));
}

template <class P>
void DescribeFields(std::vector<FieldInfo>& fields) {
  ForEachField<P>([&](const auto& field) {
    using Declared = typename std::decay_t<decltype(field)>::Type;
    using T = typename Bare<Declared>::Type;
    fields.push_back({field.name, FormOf<T>(), !kIsOptional<Declared> && !kHasDefault<Declared>,
                      std::same_as<T, bool>, kNamesHolder<T>});
    if constexpr (std::is_enum_v<T>) {
      static const std::string choices = [] {
        std::string joined;
        for (const std::string_view name : EnumNames<T>::kNames) {
          joined += (joined.empty() ? "" : "|") + std::string(name);
        }
        return joined;
      }();
      fields.back().form = choices;
    }
  });
}

}  // namespace

std::vector<FieldInfo> FieldsOf(const Payload& kind) {
  std::vector<FieldInfo> fields;
  std::visit([&](const auto& p) { DescribeFields<std::decay_t<decltype(p)>>(fields); }, kind);
  return fields;
}

Tried<Json> FieldFromText(const Payload& kind, std::string_view name, std::string_view text) {
  Tried<Json> value = Json();
  bool known = false;
  std::visit(
      [&](const auto& p) {
        ForEachField<std::decay_t<decltype(p)>>([&](const auto& field) {
          using T = typename std::decay_t<decltype(field)>::Type;
          if (field.name != name) return;
          known = true;
          value = TextForm<T>::Read(Narrowed<T>(text));
        });
      },
      kind);
  if (!known) {
    std::vector<std::string_view> names;
    for (const FieldInfo& field : FieldsOf(kind)) names.push_back(field.name);
    return UnknownName(texts::kUnknownField, name, names);
  }
  if (!value) return Within(std::string(name), value.error());
  return value;
}

Tried<int64_t> WholeNumberFromText(std::string_view text) {
  const auto number = IntegerFromText(NarrowWidth(TrimSpace(text)));
  if (!number) return number.error();
  return *AsInteger(*number);
}

void SetField(Json& fields, std::string_view name, Json value) {
  for (auto& [known, old] : fields.items()) {
    if (known != name) continue;
    old = std::move(value);
    return;
  }
  fields[std::string(name)] = std::move(value);
}

void AddDefaults(const Payload& kind, Json& fields) {
  std::visit(
      [&](const auto& p) {
        ForEachField<std::decay_t<decltype(p)>>([&](const auto& field) {
          using T = typename std::decay_t<decltype(field)>::Type;
          if constexpr (kHasDefault<T>) {
            if (Find(fields, field.name) == nullptr) {
              fields[std::string(field.name)] = FieldType<T>::ToJson(T{});
            }
          }
        });
      },
      kind);
}

Tried<Payload> ReadPayloadFields(const Payload& kind, Json fields, const Keyring& keyring) {
  return std::visit(
      [&](const auto& p) { return ReadAll<std::decay_t<decltype(p)>>(std::move(fields), keyring); },
      kind);
}

}  // namespace enishi
