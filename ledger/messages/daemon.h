#pragma once

#include "ledger/messages/text.h"

// What enishid says on the command line: help, results, and why a command failed. Its log lines
// are for collectors and stay in English.
namespace enishi::texts {

// Help.
inline constexpr Text kDaemonHelp{"enishid: the service of an Enishi ledger",
                                  "enishid：縁（Enishi）の台帳サービス"};
inline constexpr Text kInitHelp{"Draw the keys of a new ledger and write its settings",
                                "新しい台帳の鍵を作り、設定を書き出します"};
inline constexpr Text kServeHelp{"Serve a ledger until SIGTERM or SIGINT",
                                 "停止の指示（SIGTERM・SIGINT）まで台帳を提供します"};
inline constexpr Text kRebuildHelp{"Build the derived state again from the log",
                                   "ログから、導いた状態を作り直します"};
inline constexpr Text kBackupHelp{"Bring a backup up to the ledger's last head, served or not",
                                  "台帳の最新のヘッドまでバックアップします（提供中も可）"};
inline constexpr Text kRestoreHelp{"Make a ledger from a backup",
                                   "バックアップから台帳を復元します"};
inline constexpr Text kSchemaHelp{"Print the JSON Schema of an instruction's body",
                                  "手続きの本文のJSON Schemaを表示します"};
inline constexpr Text kNewFolderHelp{"where the ledger will be", "台帳を置くフォルダー"};
inline constexpr Text kFolderHelp{"the ledger's folder", "台帳のフォルダー"};
inline constexpr Text kOriginHelp{"the log's name, such as log.example.lg.jp/town",
                                  "ログの名前（例：log.example.lg.jp/town）"};
inline constexpr Text kClockHelp{"real, or simulated for demos and tests",
                                 "real（実時間）、または実演・試験用の simulated（模擬）"};
inline constexpr Text kListenHelp{"HOST:PORT (default 127.0.0.1:8430)",
                                  "待ち受ける「ホスト:ポート」（省略すると 127.0.0.1:8430）"};
inline constexpr Text kAdministratorHelp{
    "public key in base64 of someone who may found the ledger; once for each",
    "台帳を開設できる人の公開鍵（Base64）。人ごとに繰り返します"};
inline constexpr Text kInitNoPassphraseHelp{
    "keep the keys of a ledger on a real clock without a passphrase",
    "実時間の台帳の鍵を、パスフレーズなしで保存します"};
inline constexpr Text kJsonKeysHelp{"print the public keys as JSON", "公開鍵をJSONで表示します"};
inline constexpr Text kConfigHelp{"the enishid.toml that init wrote",
                                  "init が書き出した enishid.toml"};
inline constexpr Text kListenAnyHelp{"HOST:PORT; port 0 takes any free one",
                                     "待ち受ける「ホスト:ポート」。ポート0は空きを使います"};
inline constexpr Text kOtherFolderHelp{"used instead of the configured folder",
                                       "設定のフォルダーの代わりに使うフォルダー"};
inline constexpr Text kPortFileHelp{"gets the port when the server is ready",
                                    "準備ができたときにポートを書くファイル"};
inline constexpr Text kServeNoPassphraseHelp{
    "serve on a real clock although the keys have no passphrase",
    "鍵にパスフレーズがなくても、実時間で提供します"};
inline constexpr Text kAcceptClockHelp{
    "start after more than 400 days without an entry: the clock was checked",
    "400日を超えて記録がなくても始めます（時計を確認済みの場合）"};
inline constexpr Text kBackupToHelp{"the backup's folder; made if it is missing",
                                    "バックアップ先のフォルダー。なければ作ります"};
inline constexpr Text kRestoreFromHelp{"the backup's folder", "バックアップのフォルダー"};
inline constexpr Text kHeadHelp{"the newest checkpoint that anyone kept; once for each",
                                "保管されている最新のチェックポイント。ファイルごとに繰り返します"};
inline constexpr Text kSchemaKindHelp{"for example payment.pay", "種類（例：payment.pay）"};
inline constexpr Text kLangHelp{"the language: ja or en",
                                "表示の言語：ja（日本語）または en（英語）"};
inline constexpr Text kShowHelp{"show this help", "この説明を表示します"};
inline constexpr Text kShowVersion{"show the version", "版を表示します"};

// Labels of the help's parts.
inline constexpr Text kUsageLabel{"Usage", "使い方"};
inline constexpr Text kRequiredLabel{"REQUIRED", "（必須）"};
inline constexpr Text kOptionsLabel{"OPTIONS", "［オプション］"};
inline constexpr Text kSubcommandLabel{"SUBCOMMAND", "コマンド"};
inline constexpr Text kOptionsGroup{"Options", "オプション"};
inline constexpr Text kPositionalsLabel{"Positionals", "引数"};
inline constexpr Text kSubcommandsGroup{"Commands", "コマンド"};

// Wrong usage.
inline constexpr Text kWrongUsage{
    "{}. enishid --help shows the usage.",
    "コマンドの書き方が正しくありません（{}）。使い方は enishid --help "
    "で表示します。"};
inline constexpr Text kClockChoice{"--clock must be real or simulated.",
                                   "--clock には real か simulated を指定してください。"};
inline constexpr Text kAdministratorForm{
    "--administrator must be a public key in base64.",
    "--administrator には公開鍵（Base64）を指定してください。"};
inline constexpr Text kSchemaKindUnknown{"There is no kind of instruction {}.",
                                         "「{}」という種類の手続きはありません。"};

// Results.
inline constexpr Text kInitDone{
    "Keys and settings are in {0}. Next: enishid serve --config {1}\n"
    "verifier key (give it to auditors): {2}\n"
    "log key:     {3}\n"
    "service key: {4}\n",
    "鍵と設定を {0} に保存しました。次を実行：enishid serve --config {1}\n"
    "検証鍵（監査担当に渡してください）：{2}\n"
    "ログの鍵：{3}\n"
    "サービスの鍵：{4}\n"};
inline constexpr Text kNoAdministrators{
    "No administrators are named: add their public keys to the settings before the ledger is "
    "founded.\n",
    "管理者が指定されていません。台帳を開設する前に、管理者の公開鍵を設定に加えてください。\n"};
inline constexpr Text kRebuilt{"The state was rebuilt from the log.\n",
                               "ログから状態を作り直しました。\n"};
inline constexpr Text kBackedUp{
    "{} has {} entries, {} of them new, and this head over them:\n{}",
    "{} に {} 件の記録（うち新規 {} 件）があります。ヘッドは次のとおりです：\n{}"};
inline constexpr Text kRestored{
    "{} has {} entries and continues every head that was given.\n",
    "{} に {} 件の記録を復元しました。指定されたヘッドの続きになっています。\n"};
inline constexpr Text kRestoredWithout{"Missing: {}\n", "足りないファイル：{}\n"};
inline constexpr Text kCopyKeysAndSettings{
    "A backup holds no keys and no settings. Copy these files from where you keep them before you "
    "start enishid serve.\n",
    "バックアップには鍵と設定が含まれません。enishid serve を始める前に、保管場所からこれらの"
    "ファイルをコピーしてください。\n"};

// Failures.
inline constexpr Text kFileExists{"{} exists already; choose another folder.",
                                  "{} はすでにあります。別のフォルダーを指定してください。"};
inline constexpr Text kFileUnwritable{"{} cannot be written.", "{} に書き込めません。"};
inline constexpr Text kFileUnreadable{"{} cannot be read.", "{} を読み込めません。"};
inline constexpr Text kPassphraseMissing{
    "The passphrase is missing: the keys of a ledger on a real clock need one. Name a file with it "
    "in ENISHI_PASSPHRASE_FILE, or give --no-passphrase.",
    "パスフレーズがありません。実時間の台帳の鍵には必要です。パスフレーズを書いたファイルを環境変数"
    " "
    "ENISHI_PASSPHRASE_FILE で指定するか、--no-passphrase を付けてください。"};
inline constexpr Text kLedgerUnopened{"The ledger cannot be opened: {}", "台帳を開けません：{}"};
inline constexpr Text kStartRefused{
    "The system refused what the service needs to start: {}. Raise the limits of the process, then "
    "start again.",
    "サービスの開始に必要なものをシステムが拒否しました（{}）。プロセスの上限を上げてから、もう一度"
    "開始してください。"};
inline constexpr Text kConfigWrong{"{}: {}", "{} の設定が正しくありません：{}"};
inline constexpr Text kStateUnbuilt{"The state cannot be rebuilt: {}", "状態を作り直せません：{}"};
inline constexpr Text kNotBackedUp{"Nothing was backed up: {}", "バックアップしていません：{}"};
inline constexpr Text kNotRestored{"Nothing was restored: {}", "復元していません：{}"};

}  // namespace enishi::texts
