#pragma once

#include <string_view>

namespace enishi {

enum class Language { kEnglish, kJapanese };

/// "ja" and "en", or what the environment says for an empty name: LC_ALL, LC_MESSAGES, LANG.
Language ChooseLanguage(std::string_view name);

/// What the program says to people in more than one place or language. Programs read --json.
enum class Message {
  kAccepted,      // {index} {time}
  kRepeated,      // {index} {time}
  kRefusedTitle,  // {title}
  kConfirmPay,    // {amount} {currency} {shop}
  kConfirmSign,   // {kind} {label}
  kCancelled,
  kNothing,
  kLabel,
  kAccount,
  kKey,
  kKind,
  kAmount,
  kCurrency,
  kOrigin,
  kPaid,
  kBonus,
  kAvailable,
  kExpires,
  kExpired,
  kNeverExpires,
  kTime,
  kEntry,
  kWith,
  kReference,
  kCustody,
  kUntil,
  kReceiptGood,  // {index} {size}
  kSent,
  kUnexpected,
  kReason,
  kCount,
  kSettledEarlier,  // {count} {file}
  kKeysMade,        // {count}
  kWordsWarning,
  kWrote,        // {file}
  kValidUntil,   // {time}
  kLogExported,  // {size} {folder}
};

/// The text, an fmt pattern where it has arguments.
std::string_view Text(Message message, Language language);

}  // namespace enishi
