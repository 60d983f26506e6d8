#pragma once

#include "ledger/messages/text.h"

// What the wallet reports when a command has done what it was asked to do.
namespace enishi::texts {

inline constexpr Text kAccepted{"Accepted as entry {} at {}.",
                                "受け付けました（記録番号 {}、{}）。"};
inline constexpr Text kRepeated{
    "Already accepted as entry {} at {}; nothing was done twice.",
    "すでに受け付けています（記録番号 {}、{}）。二重には処理していません。"};
inline constexpr Text kReceiptGood{
    "The receipt is good: entry {} is in the log of {} entries and did what is shown.",
    "領収証は正しいです。記録番号 {} は {} 件の台帳に含まれ、結果も表示のとおりです。"};
inline constexpr Text kSettledEarlier{
    "{} of them were settled by an earlier run and were not sent again. To do it all once more, "
    "move {} away or name another file with --sent.",
    "このうち {} 件は以前の実行で処理済みのため、送信していません。もう一度すべて行うには、{} "
    "を移動するか、--sent で別のファイルを指定してください。"};
inline constexpr Text kKeysMade{"Made {} keys.", "鍵を {} 個作りました。"};
inline constexpr Text kWordsWarning{
    "Anyone who reads these words can spend the points. Write them on paper and show them to no "
    "one.",
    "この単語を読んだ人は、だれでもポイントを使えます。紙に書き、だれにも見せないでください。"};
inline constexpr Text kWrote{"Wrote {}.", "{} に書き込みました。"};
inline constexpr Text kValidUntil{"Valid until {}.", "{} まで有効です。"};
inline constexpr Text kLogExported{"Exported and verified {} entries to {}.",
                                   "{} 件の記録を {} に書き出し、検証しました。"};
/// Units of a progress line.
inline constexpr Text kEntriesUnit{"entries", "件の記録"};
inline constexpr Text kInstructionsUnit{"instructions", "件の手続き"};

}  // namespace enishi::texts
