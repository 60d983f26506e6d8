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
inline constexpr Text kYesOrNo{"[y/N]", "［はい／いいえ］"};
inline constexpr Text kCancelled{"Nothing was sent.", "何も送信していません。"};

}  // namespace enishi::texts
