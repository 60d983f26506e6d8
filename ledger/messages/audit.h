#pragma once

#include "ledger/messages/text.h"

// What an audit and an export report.
namespace enishi::texts {

inline constexpr Text kAuditGood{"Audit passed: every check succeeded.",
                                 "監査：合格。すべての検証に成功しました。"};
inline constexpr Text kAuditBad{"Audit FAILED: {}", "監査：不合格。{}"};
inline constexpr Text kAuditBadEntry{"Audit FAILED at entry {}: {}",
                                     "監査：不合格。記録番号 {}：{}"};
inline constexpr Text kAuditIncomplete{"Audit incomplete: part of the log was not checked.",
                                       "監査：未完了。ログの一部を確認していません。"};
inline constexpr Text kNotChecked{"not checked: {}", "未確認：{}"};
inline constexpr Text kAuditSize{"entries in the head", "ヘッドの件数"};
inline constexpr Text kAuditEntries{"entries checked", "検証した記録"};
inline constexpr Text kAuditSignatures{"signatures checked", "検証した署名"};
inline constexpr Text kAuditAccounts{"accounts", "口座"};
inline constexpr Text kIssued{"{} issued", "{} 発行"};
inline constexpr Text kOutstanding{"{} outstanding", "{} 流通中"};
inline constexpr Text kClearing{"{} in clearing", "{} 精算中"};
inline constexpr Text kRedeemed{"{} redeemed", "{} 精算済み"};
inline constexpr Text kExpiredSum{"{} expired", "{} 失効"};
inline constexpr Text kWithdrawn{"{} withdrawn", "{} 取下げ"};
inline constexpr Text kSumTooLarge{"too large to add up", "大きすぎて合計できません"};
inline constexpr Text kKeyFromFolder{
    "Note: the log's key is the one in the folder's verifier-key.txt. Give a key from another "
    "source with --verifier-key.",
    "注意：ログの検証鍵は、フォルダーの verifier-key.txt のものです。別の経路で入手した鍵を "
    "--verifier-key で指定してください。"};

inline constexpr Text kVerifierKeyWrong{"The verifier key is malformed: {}",
                                        "検証鍵の形式が正しくありません：{}"};
inline constexpr Text kNotHeadFile{"{} is not a head file.", "{} はヘッドファイルではありません。"};
inline constexpr Text kOldHeadNeedsKey{"--old-head needs --verifier-key.",
                                       "--old-head には --verifier-key も必要です。"};
inline constexpr Text kNoHeadOfLog{"{} has no head that this log's key has signed.",
                                   "{} に、このログの鍵が署名したヘッドがありません。"};
inline constexpr Text kNotFolder{
    "{} is not a directory; give an exported folder or a server's URL.",
    "{} はフォルダーではありません。書き出したフォルダーかサーバーのURLを"
    "指定してください。"};

// An export.
inline constexpr Text kExportWrong{"The exported log does not match its head.",
                                   "書き出したログがヘッドと一致しません。"};
inline constexpr Text kExportUnwritable{
    "A file of the export cannot be written. Check the disk, then run the same again.",
    "書き出しのファイルに書き込めません。ディスクを確認し、もう一度実行してください。"};
inline constexpr Text kExportUnreadable{"The log cannot be read. Run the same again later.",
                                        "ログを読み込めません。後でもう一度実行してください。"};
inline constexpr Text kExportHeadless{
    "The log shows no head. Run the same again later.",
    "ログのヘッドを取得できません。後でもう一度実行してください。"};
inline constexpr Text kExportOther{
    "The folder holds the export of another log. Choose another folder.",
    "フォルダーには別のログの書き出しがあります。別のフォルダーを指定してください。"};
inline constexpr Text kExportRootDiffers{
    "the root of the older checkpoint of size {} is not that of the log's beginning",
    "{}件の古いチェックポイントのルートが、ログの始めの部分と一致しません"};

}  // namespace enishi::texts
