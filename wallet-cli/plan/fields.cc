#include "wallet-cli/plan/fields.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "ledger/instruction/fields.h"
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

Parsed<Json> IntegerFromText(std::string_view text) {
  std::string digits;
  // 1,000,000 and 1000000 are the same; 1,00 is a slip of the finger.
  const size_t first_comma = std::min(text.find(','), text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const size_t to_end = text.size() - i;
    const bool comma_fits = first_comma >= 1 && first_comma <= 3 && to_end % 4 == 0;
    if (text[i] == ',' && comma_fits) continue;
    if (i > first_comma && to_end % 4 == 0) return FormatError{"not an integer"};
    if (text[i] < '0' || text[i] > '9') return FormatError{"not an integer"};
    digits.push_back(text[i]);
  }
  if (digits.empty() || digits.size() > 18) return FormatError{"not an integer in range"};
  return Json(int64_t{std::stoll(digits)});
}

Parsed<Json> TimeFromText(std::string_view text) {
  if (text.find_first_not_of("0123456789") == std::string_view::npos) return IntegerFromText(text);
  if (const auto exact = ParseRfc3339(text)) return Json(exact->ms);
  // A wall clock in Japan: a date, and a time with seconds or without.
  std::string spelled(text);
  if (spelled.size() == 10) spelled += "T00:00";
  if (spelled.size() == 16) spelled += ":00";
  if (spelled.size() > 10 && spelled[10] == ' ') spelled[10] = 'T';
  const auto local = ParseRfc3339(spelled + "+09:00");
  if (!local) return FormatError{"not a time such as 2026-07-01 10:00"};
  return Json(local->ms);
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

// The general case is a text that the field's own type judges later.
template <class T>
struct TextForm {
  static Parsed<Json> Read(std::string_view text) { return Json(text); }
};
template <class T>
  requires(std::same_as<T, Amount> || std::same_as<T, int64_t> ||
           (std::unsigned_integral<T> && !std::same_as<T, bool>))
struct TextForm<T> {
  static Parsed<Json> Read(std::string_view text) { return IntegerFromText(text); }
};
template <>
struct TextForm<Timestamp> {
  static Parsed<Json> Read(std::string_view text) { return TimeFromText(text); }
};
template <>
struct TextForm<bool> {
  static Parsed<Json> Read(std::string_view text) {
    if (text == "true" || text == "yes" || text == "1") return Json(true);
    if (text == "false" || text == "no" || text == "0") return Json(false);
    return FormatError{"not true or false"};
  }
};
template <>
struct TextForm<Cap> {
  static Parsed<Json> Read(std::string_view text) {
    const size_t colon = text.find(':');
    if (colon == std::string_view::npos) return FormatError{"not PERIOD:AMOUNT"};
    auto amount = IntegerFromText(text.substr(colon + 1));
    if (!amount) return amount;
    return Json(Json::Object{{"period", text.substr(0, colon)}, {"amount", *std::move(amount)}});
  }
};
template <class T>
struct TextForm<std::optional<T>> : TextForm<T> {};
template <class T>
struct TextForm<std::vector<T>> {
  static Parsed<Json> Read(std::string_view text) {
    Json list = Json::Array{};
    for (const std::string_view part : SplitList(text)) {
      auto element = TextForm<T>::Read(part);
      if (!element) return element;
      list.Push(*std::move(element));
    }
    return list;
  }
};

// Replaces "@label" if the type is one that a keyring can name, and checks a choice's name.
template <class T>
struct References {
  static std::optional<FormatError> Resolve(Json& /*value*/, const Keyring& /*keyring*/) {
    return std::nullopt;
  }
};
template <class T>
  requires(std::same_as<T, AccountId> || std::same_as<T, PublicKey>)
struct References<T> {
  static std::optional<FormatError> Resolve(Json& value, const Keyring& keyring) {
    const std::string* text = value.AsString();
    if (text == nullptr || !text->starts_with('@')) return std::nullopt;
    const KeyEntry* entry = keyring.Find(std::string_view(*text).substr(1));
    if (entry == nullptr) {
      std::vector<std::string> labels;
      for (const KeyEntry& known : keyring.entries()) labels.push_back("@" + known.label);
      const std::vector<std::string_view> views(labels.begin(), labels.end());
      return UnknownName("label", *text, views);
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
  static std::optional<FormatError> Resolve(Json& value, const Keyring& /*keyring*/) {
    const auto& names = EnumNames<T>::kNames;
    const std::string* text = value.AsString();
    if (text == nullptr || std::find(names.begin(), names.end(), *text) != names.end()) {
      return std::nullopt;
    }
    return UnknownName("name", *text, names);
  }
};
template <>
struct References<Cap> {
  static std::optional<FormatError> Resolve(Json& value, const Keyring& keyring) {
    if (value.AsObject() == nullptr) return std::nullopt;
    for (auto& [name, member] : *value.AsObject()) {
      if (name == "period") return References<Period>::Resolve(member, keyring);
    }
    return std::nullopt;
  }
};
template <class T>
struct References<std::optional<T>> : References<T> {};
template <class T>
struct References<std::vector<T>> {
  static std::optional<FormatError> Resolve(Json& value, const Keyring& keyring) {
    if (value.AsArray() == nullptr) return std::nullopt;
    for (Json& element : *value.AsArray()) {
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
std::optional<FormatError> ResolveAll(Json::Object& fields, const Keyring& keyring) {
  std::optional<FormatError> error;
  for (auto& [name, value] : fields) {
    bool known = false;
    ForEachField<P>([&, &name = name, &value = value](const auto& field) {
      using T = typename std::decay_t<decltype(field)>::Type;
      if (field.name != name) return;
      known = true;
      auto wrong = References<T>::Resolve(value, keyring);
      if (wrong && !error) error = FormatError{name + ": " + wrong->message};
    });
    if (!known && !error) error = UnknownName("field", name, FieldNames<P>());
  }
  return error;
}

// A key that is limited to a kind that does not exist can sign less than its owner meant.
std::optional<FormatError> CheckKinds(const KeyAdd& add) {
  const std::vector<std::string_view> known = KindNames();
  if (!add.kinds) return std::nullopt;
  for (const Reference& kind : *add.kinds) {
    if (std::find(known.begin(), known.end(), kind.text) != known.end()) continue;
    return FormatError{"kinds: " + UnknownName("kind", kind.text, known).message};
  }
  return std::nullopt;
}

template <HasFields P>
Parsed<Payload> ReadAll(Json fields, const Keyring& keyring) {
  if (fields.AsObject() == nullptr) return FormatError{"fields must be an object"};
  if (auto error = ResolveAll<P>(*fields.AsObject(), keyring)) return *std::move(error);
  if (const auto missing = MissingField<P>(fields)) {
    return FormatError{"the field " + missing->pointer.substr(1) + " is missing"};
  }
  auto payload = ReadFields<P>(fields);
  if (!payload)
    return FormatError{payload.error().pointer.substr(1) + ": " + payload.error().detail};
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

Parsed<Json> FieldFromText(const Payload& kind, std::string_view name, std::string_view text) {
  Parsed<Json> value = FormatError{};
  bool known = false;
  std::visit(
      [&](const auto& p) {
        ForEachField<std::decay_t<decltype(p)>>([&](const auto& field) {
          using T = typename std::decay_t<decltype(field)>::Type;
          if (field.name != name) return;
          known = true;
          value = TextForm<T>::Read(text);
        });
      },
      kind);
  if (!known) {
    std::vector<std::string_view> names;
    for (const FieldInfo& field : FieldsOf(kind)) names.push_back(field.name);
    return UnknownName("field", name, names);
  }
  if (!value) return FormatError{std::string(name) + ": " + value.error().message};
  return value;
}

void SetField(Json& fields, std::string_view name, Json value) {
  for (auto& [known, old] : *fields.AsObject()) {
    if (known != name) continue;
    old = std::move(value);
    return;
  }
  fields.Set(std::string(name), std::move(value));
}

void AddDefaults(const Payload& kind, Json& fields) {
  std::visit(
      [&](const auto& p) {
        ForEachField<std::decay_t<decltype(p)>>([&](const auto& field) {
          using T = typename std::decay_t<decltype(field)>::Type;
          if constexpr (kHasDefault<T>) {
            if (fields.Find(field.name) == nullptr) {
              fields.Set(std::string(field.name), FieldType<T>::ToJson(T{}));
            }
          }
        });
      },
      kind);
}

Parsed<Payload> ReadPayloadFields(const Payload& kind, Json fields, const Keyring& keyring) {
  return std::visit(
      [&](const auto& p) { return ReadAll<std::decay_t<decltype(p)>>(std::move(fields), keyring); },
      kind);
}

}  // namespace enishi
