#pragma once

#include "ledger/messages/text.h"

// Headings of tables and the words in their cells.
namespace enishi::texts {

inline constexpr Text kNothing{"Nothing to show.", "表示するものはありません。"};
inline constexpr Text kLabel{"Label", "ラベル"};
inline constexpr Text kAccount{"Account", "口座"};
inline constexpr Text kKey{"Public key", "公開鍵"};
inline constexpr Text kKind{"Kind", "種類"};
inline constexpr Text kAmount{"Amount", "ポイント数"};
inline constexpr Text kCurrency{"Currency", "通貨"};
inline constexpr Text kOrigin{"Origin", "発行元"};
inline constexpr Text kPaid{"Paid", "有償"};
inline constexpr Text kBonus{"Bonus", "無償"};
inline constexpr Text kAvailable{"Available", "利用可能"};
inline constexpr Text kExpires{"Last day", "有効期限"};
inline constexpr Text kExpired{"expired", "期限切れ"};
inline constexpr Text kNeverExpires{"none", "なし"};
inline constexpr Text kTime{"Time", "日時"};
inline constexpr Text kEntry{"Entry", "記録番号"};
inline constexpr Text kWith{"With", "相手"};
inline constexpr Text kReference{"Reference", "照会番号"};
inline constexpr Text kCustody{"Custody", "保管者"};
inline constexpr Text kUntil{"Until", "期限"};
inline constexpr Text kUnexpected{"Unexpected", "想定外"};
inline constexpr Text kReason{"Answer", "結果"};
inline constexpr Text kCount{"Count", "件数"};
inline constexpr Text kAcceptedCount{"accepted", "受付済み"};

}  // namespace enishi::texts
