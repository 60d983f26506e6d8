#pragma once

#include <fmt/core.h>

#include <array>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/messages/language.h"

namespace enishi {

/// A constant text that people read, in every language of the programs. Arguments are written {}
/// or, where the order differs between the languages, {0}, {1}, …
///
///     inline constexpr Text kWrote{"Wrote {}.", "{} に書き込みました。"};
///
/// Does not compile if a language is missing, if the Japanese text holds no Japanese, or if the two
/// texts take different arguments.
struct Text {
  std::string_view en;
  std::string_view ja;
  size_t arguments = 0;  // how many arguments the text takes

  consteval Text(std::string_view english, std::string_view japanese)
      : en(english), ja(japanese), arguments(CountArguments(english)) {
    if (en.empty() || !IsJapanese(ja)) throw "a text lacks a language";
    if (CountArguments(ja) != arguments) throw "the languages take different arguments";
  }

  [[nodiscard]] constexpr std::string_view In(Language language) const {
    return language == Language::kJapanese ? ja : en;
  }

 private:
  static consteval bool IsJapanese(std::string_view text) {
    for (const char c : text) {
      if ((c & 0x80) != 0) return true;
    }
    return false;
  }

  // One more than the highest argument, each of which must occur.
  static consteval size_t CountArguments(std::string_view text) {
    std::array<bool, 10> seen{};
    size_t automatic = 0;
    size_t count = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '{') continue;
      if (i + 1 >= text.size()) throw "an argument does not end";
      const bool numbered = text[i + 1] >= '0' && text[i + 1] <= '9';
      const size_t number = numbered ? static_cast<size_t>(text[i + 1] - '0') : automatic++;
      i += numbered ? 2 : 1;
      if (i >= text.size() || text[i] != '}') throw "an argument is {} or {0} to {9}";
      seen.at(number) = true;
      if (number + 1 > count) count = number + 1;
    }
    for (size_t i = 0; i < count; ++i) {
      if (!seen[i]) throw "an argument is not used";
    }
    return count;
  }
};

/// A text with its arguments filled in, in every language. `ja` is empty for a message that exists
/// in English only, such as one that a server sent; Translated() looks such a message up.
struct Bilingual {
  std::string en;
  std::string ja;

  Bilingual() = default;
  Bilingual(std::string english, std::string japanese)
      : en(std::move(english)), ja(std::move(japanese)) {}
  // Converts on purpose: a text without arguments is what it says.
  Bilingual(const Text& text) : en(text.en), ja(text.ja) {}   // NOLINT
  Bilingual(std::string english) : en(std::move(english)) {}  // NOLINT
  Bilingual(const char* english) : en(english) {}             // NOLINT

  [[nodiscard]] bool empty() const { return en.empty(); }
  [[nodiscard]] const std::string& In(Language language) const {
    return language == Language::kJapanese && !ja.empty() ? ja : en;
  }
  /// Adds a further part after a semicolon, or begins with it.
  void Append(const Bilingual& part);
  bool operator==(const Bilingual&) const = default;
};

/// A constant text that takes N arguments; any other text does not compile.
template <size_t N>
struct TextWith {
  consteval TextWith(const Text& constant) : text(constant) {  // NOLINT
    if (text.arguments != N) throw "the text takes another number of arguments";
  }
  Text text;
};

/// The pattern with its arguments.
std::string FillPattern(std::string_view pattern, fmt::format_args arguments);

/// What an argument reads in that language: a text follows the language, anything else is the same
/// in each.
template <class T>
decltype(auto) ArgumentIn(const T& argument, Language language) {
  if constexpr (std::same_as<T, Text> || std::same_as<T, Bilingual>) {
    return std::string_view(argument.In(language));
  } else {
    return (argument);
  }
}

/// The text in one language, with its arguments.
template <class... Args>
std::string FillIn(Language language, TextWith<sizeof...(Args)> text, const Args&... arguments) {
  const auto fill = [&](const auto&... shown) {
    return FillPattern(text.text.In(language), fmt::make_format_args(shown...));
  };
  return fill(ArgumentIn(arguments, language)...);
}

/// The text in every language, with its arguments.
template <class... Args>
Bilingual Fill(TextWith<sizeof...(Args)> text, const Args&... arguments) {
  return {FillIn(Language::kEnglish, text, arguments...),
          FillIn(Language::kJapanese, text, arguments...)};
}

}  // namespace enishi
