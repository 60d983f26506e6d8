#pragma once

#include "ledger/messages/text.h"

// What the programs say of their command lines.
namespace enishi::texts {

inline constexpr Text kUsage{"Usage: {}", "使い方：{}"};
inline constexpr Text kCommandsHeading{"Commands:", "コマンド："};
inline constexpr Text kArgumentsHeading{"Arguments:", "引数："};
inline constexpr Text kOptionsHeading{"Options:", "オプション："};
inline constexpr Text kEveryCommandHeading{"Options of every command:",
                                           "すべてのコマンドのオプション："};
inline constexpr Text kCommandPlace{"COMMAND", "コマンド"};
inline constexpr Text kOptionsPlace{"[OPTIONS]", "［オプション］"};
inline constexpr Text kRequired{"{} (required)", "{}（必須）"};
inline constexpr Text kMayBeLeftOut{"{} (may be left out)", "{}（省略可）"};
inline constexpr Text kMoreHelp{"{} COMMAND --help explains a command.",
                                "コマンドの説明は {} コマンド --help で表示します。"};

inline constexpr Text kCommandMissing{
    "A command is missing; {} --help lists them.",
    "コマンドの指定がありません。一覧は {} --help で表示します。"};
inline constexpr Text kCommandUnknown{
    "There is no command {}; {} --help lists them.",
    "「{}」というコマンドはありません。一覧は {} --help で表示します。"};
inline constexpr Text kCommandNearest{"There is no command {}; did you mean {}?",
                                      "「{}」というコマンドはありません。「{}」ではありませんか？"};
inline constexpr Text kOptionUnknown{
    "There is no option {}; {} --help lists them.",
    "「{}」というオプションはありません。一覧は {} --help で表示します。"};
inline constexpr Text kOptionNearest{
    "There is no option {}; did you mean {}?",
    "「{}」というオプションはありません。「{}」ではありませんか？"};
inline constexpr Text kArgumentExtra{"The argument {} is one too many; {} --help shows the usage.",
                                     "引数「{}」は余分です。使い方は {} --help で表示します。"};
inline constexpr Text kOptionMissing{"{} is missing; {} --help shows the usage.",
                                     "{} の指定がありません。使い方は {} --help で表示します。"};
inline constexpr Text kValueMissing{
    "{} needs exactly one value; {} --help shows the usage.",
    "{} には値を1つ指定してください。使い方は {} --help で表示します。"};
inline constexpr Text kOptionWrong{"{}: {}", "{} の指定が正しくありません：{}"};
inline constexpr Text kServerForm{
    "The server must be given as http://HOST:PORT or https://HOST.",
    "サーバーは http://ホスト:ポート または https://ホスト の形で指定して"
    "ください。"};
inline constexpr Text kServerInvalid{"{} is not the address of a server.",
                                     "{} はサーバーのアドレスとして正しくありません。"};
inline constexpr Text kExpiresInRange{"--expires-in must be {} to {} seconds.",
                                      "--expires-in には{}～{}秒を指定してください。"};
inline constexpr Text kLanguageUnknown{"--lang must be ja or en.",
                                       "--lang には ja か en を指定してください。"};
inline constexpr Text kUsageUnreadable{
    "The command line cannot be read; {} --help shows the usage.",
    "コマンドの書き方が正しくありません。使い方は {} --help で表示します。"};
inline constexpr Text kOutputUnwritable{
    "The output cannot be written. Check the disk or the pipe; the command itself was carried out.",
    "出力を書き込めません。ディスクやパイプを確認してください。コマンド自体は実行済みです。"};

}  // namespace enishi::texts
