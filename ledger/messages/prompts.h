#pragma once

#include "ledger/messages/text.h"

// What the programs ask people, and what they say to the answer.
namespace enishi::texts {

inline constexpr Text kAskPassphrase{"Passphrase: ", "パスフレーズ："};
inline constexpr Text kAskNewPassphrase{"New passphrase: ", "新しいパスフレーズ："};
inline constexpr Text kAskAgain{"Once more: ", "もう一度："};
inline constexpr Text kAskWords{"24 words (not shown): ", "24の単語（表示されません）："};
inline constexpr Text kConfirmPay{"Pay {} {} to shop {}?", "{} {} を加盟店 {} に支払いますか？"};
inline constexpr Text kConfirmSign{"Sign this {} as {}?", "この「{}」に {} として署名しますか？"};
inline constexpr Text kYesOrNo{"[y/n]", "［はい／いいえ］"};
inline constexpr Text kAnswerYesOrNo{"Please answer y for yes or n for no.",
                                     "「はい」か「いいえ」（y か n）で答えてください。"};
inline constexpr Text kYes{"yes", "はい"};
inline constexpr Text kNo{"no", "いいえ"};
inline constexpr Text kNoTerminalForPassphrase{
    "There is no terminal to ask for the passphrase; set ENISHI_PASSPHRASE_FILE.",
    "パスフレーズを尋ねる端末がありません。環境変数 ENISHI_PASSPHRASE_FILE を設定してください。"};
inline constexpr Text kNoTerminalForYesNo{
    "There is no terminal to ask for confirmation; add --yes.",
    "確認を尋ねる端末がありません。--yes を付けてください。"};
inline constexpr Text kTerminalShowsInput{"The terminal cannot hide what is typed.",
                                          "この端末では入力を隠せません。"};
inline constexpr Text kNothingTyped{"The input ended before an answer; nothing was done.",
                                    "答えの前に入力が終わりました。何もしていません。"};
inline constexpr Text kCancelled{"Nothing was sent.", "何も送信していません。"};

}  // namespace enishi::texts
