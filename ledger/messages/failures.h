#pragma once

#include "ledger/messages/text.h"

// Why a command of the wallet did not do what it was asked to do: what happened, and what to do
// next.
namespace enishi::texts {

// The answer of a server.
inline constexpr Text kUnreachable{
    "The server cannot be reached. Check --server and that enishid is running.",
    "サーバーに接続できません。--server の指定と、enishid が動いているかを確認してください。"};
inline constexpr Text kOutcomeUnknown{
    "The server gave no answer. The instruction may have been accepted: send the same file again, "
    "never a new one.",
    "サーバーから応答がありません。受け付けられた可能性があります。新しく作らず、同じファイルを"
    "送り直してください。"};
inline constexpr Text kOutcomeUnknownKept{
    "The server gave no answer. The instruction may have been accepted: do the same again or send "
    "the file; neither can do it twice.",
    "サーバーから応答がありません。受け付けられた可能性があります。同じ操作をもう一度行うか、"
    "ファイルを送り直してください。二重に受け付けられることはありません。"};
inline constexpr Text kOutcomeUnknownList{
    "The server gave no answer. Run the same again: nothing is accepted twice, because what was "
    "sent is kept.",
    "サーバーから応答がありません。同じ操作をもう一度実行してください。送信済みの内容は保存されて"
    "いるため、二重に受け付けられることはありません。"};
inline constexpr Text kEarlierUnknown{
    "An earlier instruction of this kind has no answer yet. Send that one again first; this one "
    "was not sent.",
    "同じ種類の以前の手続きに、まだ応答がありません。先にそれを送り直してください。今回の手続きは"
    "送信していません。"};
inline constexpr Text kSendAgain{"enishi office submit {}", "次を実行：enishi office submit {}"};
inline constexpr Text kKeptIn{"kept in {}", "保存先：{}"};
inline constexpr Text kStatusOnly{"The server answered with status {}.",
                                  "サーバーの応答の状態コードは {} でした。"};
inline constexpr Text kAnswerMalformed{
    "The server's answer is malformed. Check that --server is an Enishi server.",
    "サーバーの応答の形式が正しくありません。--server がこの台帳のサーバーか確認してください。"};
inline constexpr Text kReceiptWrong{"The receipt proves nothing. Tell an auditor.",
                                    "この領収証は何も証明しません。監査担当に知らせてください。"};
inline constexpr Text kHistoryRewritten{
    "DANGER: this server does not continue the ledger that was seen before. Nothing was signed or "
    "sent. Keep the head file as evidence and tell an auditor.",
    "警告：このサーバーは、前に確認した台帳の続きを示していません。何も署名・送信していません。"
    "ヘッドファイルを証拠として残し、監査担当に知らせてください。"};
inline constexpr Text kExportRewritten{
    "DANGER: the log does not continue what was exported before. Keep the folder as evidence and "
    "tell an auditor.",
    "警告：このログは、前に書き出した内容の続きではありません。フォルダーを証拠として残し、監査担当"
    "に知らせてください。"};
inline constexpr Text kHeadFileUnusable{"The head file cannot be used: {}",
                                        "ヘッドファイルを使えません：{}"};

// The ledger's state.
inline constexpr Text kNoGenesis{
    "This ledger has no genesis yet. An administrator founds it with enishi office genesis.",
    "この台帳はまだ開設されていません。管理者が enishi office genesis で開設します。"};
inline constexpr Text kGenesisThere{"This ledger has its genesis already.",
                                    "この台帳はすでに開設されています。"};
inline constexpr Text kNewKeyElsewhere{
    "The new key must sign too, and it is not in this keyring; nothing was sent.",
    "新しい鍵の署名も必要ですが、この鍵ファイルにはありません。何も送信していません。"};
inline constexpr Text kNewKeyElsewhereNext{
    "write it with --out FILE; the holder of the key runs enishi office sign FILE; then run enishi "
    "office submit FILE",
    "--out ファイル で書き出し、鍵の持ち主が enishi office sign ファイル を実行し、その後 enishi "
    "office submit ファイル を実行してください。"};

// An audit.
inline constexpr Text kAuditCutShort{
    "the audit was cut short: the first {} entries are correct, the others were not checked",
    "監査は途中で終わりました。最初の {} 件は正しく、残りは確認していません。"};

// Plans.
inline constexpr Text kPlanChangedUnanswered{
    "The plan was changed while one of its lines has no answer; nothing was sent.",
    "応答のない行があるまま計画が変更されています。何も送信していません。"};
inline constexpr Text kPlanChangedAccepted{
    "A line of the plan was changed after it had been accepted; nothing was sent.",
    "受け付け済みの行が変更されています。何も送信していません。"};

}  // namespace enishi::texts
