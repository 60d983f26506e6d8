#include "wallet-cli/terminal/messages.h"

#include <array>
#include <cstdlib>

#include "ledger/base/result.h"

namespace enishi {
namespace {

struct Entry {
  Message message;
  std::string_view english;
  std::string_view japanese;
};

constexpr std::array kEntries = {
    Entry{Message::kAccepted, "Accepted as entry {} at {}.", "受け付けました：記録 {}、{}"},
    Entry{Message::kRepeated, "Already accepted as entry {} at {}.",
          "すでに受け付けています：記録 {}、{}"},
    Entry{Message::kRefusedTitle, "Refused: {}", "受け付けられません：{}"},
    Entry{Message::kConfirmPay, "Pay {} {} to shop {}?", "{} {} を店舗 {} に支払いますか？"},
    Entry{Message::kConfirmSign, "Sign this {} as {}?", "この {} に {} として署名しますか？"},
    Entry{Message::kCancelled, "Nothing was sent.", "何も送信していません。"},
    Entry{Message::kNothing, "Nothing to show.", "表示するものはありません。"},
    Entry{Message::kLabel, "Label", "名前"},
    Entry{Message::kAccount, "Account", "口座"},
    Entry{Message::kKey, "Public key", "公開鍵"},
    Entry{Message::kKind, "Kind", "種類"},
    Entry{Message::kAmount, "Amount", "ポイント数"},
    Entry{Message::kCurrency, "Currency", "通貨"},
    Entry{Message::kOrigin, "Origin", "発行元"},
    Entry{Message::kPaid, "Paid", "有償"},
    Entry{Message::kBonus, "Bonus", "無償"},
    Entry{Message::kAvailable, "Available", "利用可能"},
    Entry{Message::kExpires, "Last day", "有効期限"},
    Entry{Message::kExpired, "expired", "期限切れ"},
    Entry{Message::kNeverExpires, "none", "なし"},
    Entry{Message::kTime, "Time", "日時"},
    Entry{Message::kEntry, "Entry", "記録"},
    Entry{Message::kWith, "With", "相手"},
    Entry{Message::kReference, "Reference", "照会番号"},
    Entry{Message::kCustody, "Custody", "保管者"},
    Entry{Message::kUntil, "Until", "期限"},
    Entry{Message::kReceiptGood,
          "The receipt is good: entry {} is in the log of {} entries, and did what is shown.",
          "領収証は正しいです：記録 {} は {} 件の台帳に含まれ、結果も一致します。"},
    Entry{Message::kSent, "Sent", "送信"},
    Entry{Message::kUnexpected, "Unexpected", "想定外"},
    Entry{Message::kReason, "Answer", "結果"},
    Entry{Message::kCount, "Count", "件数"},
    Entry{Message::kSettledEarlier,
          "{} of them were settled by an earlier run and were not sent again. To do it all once "
          "more, move {} away or name another file with --sent.",
          "このうち {} 件は以前の実行で処理済みのため、送信していません。もう一度すべて行うには、"
          "{} を移動するか、--sent で別のファイルを指定してください。"},
    Entry{Message::kKeysMade, "Made {} keys.", "鍵を {} 個作りました。"},
    Entry{Message::kWordsWarning,
          "Whoever reads these words can spend the points. Write them on paper, and show nobody.",
          "この単語を読んだ人はポイントを使えます。紙に書き、誰にも見せないでください。"},
    Entry{Message::kWrote, "Wrote {}.", "{} に書き込みました。"},
    Entry{Message::kValidUntil, "Valid until {}.", "{} まで有効です。"},
    Entry{Message::kLogExported, "Exported and verified {} entries to {}.",
          "{} 件の記録を {} に書き出し、検証しました。"},
};

}  // namespace

Language ChooseLanguage(std::string_view name) {
  if (name == "ja") return Language::kJapanese;
  if (name == "en") return Language::kEnglish;
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value == nullptr || *value == '\0') continue;
    return std::string_view(value).starts_with("ja") ? Language::kJapanese : Language::kEnglish;
  }
  return Language::kEnglish;
}

std::string_view Text(Message message, Language language) {
  for (const Entry& entry : kEntries) {
    if (entry.message != message) continue;
    return language == Language::kJapanese ? entry.japanese : entry.english;
  }
  CHECK(false && "every message is in the table");
  return {};
}

}  // namespace enishi
