#pragma once

#include <cstdint>
#include <string_view>

namespace enishi {

/// A language that the programs speak to people.
enum class Language : uint8_t { kEnglish, kJapanese };

/// The language named "ja" or "en". For any other name the first of LC_ALL, LC_MESSAGES and LANG
/// that is set decides: Japanese if it begins with "ja", English otherwise.
Language ChooseLanguage(std::string_view name);

}  // namespace enishi
