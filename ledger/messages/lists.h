#pragma once

#include "ledger/messages/text.h"

// What is wrong with a list, a table or a file that stands for many instructions.
namespace enishi::texts {

inline constexpr Text kAt{"{}:{}: {}", "{} の {} 行目：{}"};
inline constexpr Text kOf{"{}: {}", "{}：{}"};
inline constexpr Text kCellsTooMany{
    "{}:{}: more cells than columns; check the commas.",
    "{} の {} 行目：列より多くの値があります。カンマを確認してください。"};
inline constexpr Text kNoRows{"{} has no rows below its header.",
                              "{} に、見出しの下の行がありません。"};
inline constexpr Text kEachNeedsHolder{"--each needs a kind that names an account or a key.",
                                       "--each は、口座か鍵を指定する手続きで使えます。"};
inline constexpr Text kNoLabelBegins{"No label of the keyring begins with {}.",
                                     "{} で始まるラベルの鍵がありません。"};
inline constexpr Text kNoAdministratorKey{
    "The keyring has no key of an administrator of the genesis.",
    "開設の記録の管理者の鍵が、鍵ファイルにありません。"};
inline constexpr Text kSignedAlready{"This key has signed the file already; another key must sign.",
                                     "この鍵は署名済みです。別の鍵で署名してください。"};
inline constexpr Text kSignaturesFull{"The file has 16 signatures, which is the limit.",
                                      "ファイルの署名が上限の16個に達しています。"};
inline constexpr Text kFieldForm{"--field must be NAME=VALUE.",
                                 "--field は「名前=値」の形で指定してください。"};

}  // namespace enishi::texts
