#pragma once

#include "ledger/messages/text.h"

// What the wallet says about plans, typed values, payments, keys and histories.
namespace enishi::texts {

// Names that are not known.
inline constexpr Text kUnknownKind{"unknown kind {}", "「{}」という種類はありません"};
inline constexpr Text kUnknownField{"unknown field {}", "「{}」という項目はありません"};
inline constexpr Text kUnknownLabel{"unknown label {}", "「{}」というラベルの鍵はありません"};
inline constexpr Text kUnknownWord{"unknown word {}", "「{}」という指定はありません"};
inline constexpr Text kUnknownChoice{"unknown name {}", "「{}」は選べません"};
inline constexpr Text kUnknownCommand{"unknown command {}", "「{}」というコマンドはありません"};
inline constexpr Text kUnknownOption{"unknown option {}", "「{}」というオプションはありません"};
inline constexpr Text kDidYouMean{"{}; did you mean {}?", "{}。「{}」ではありませんか？"};
inline constexpr Text kFieldsBelong{"{}; the fields of the kind belong in \"fields\"",
                                    "{}。種類の項目は「fields」の中に書いてください"};
inline constexpr Text kUnknownAccount{
    "{} is neither an account id nor a label of the keyring. Check it letter by letter.",
    "「{}」は口座番号でも鍵ファイルのラベルでもありません。1文字ずつ確認してください。"};

// Typed values: what a value must be.
inline constexpr Text kInField{"{}: {}", "{}：{}"};
inline constexpr Text kMustBeNumber{"must be a whole number such as 1000 or 1,000",
                                    "1000 や 1,000 のような整数で書いてください"};
inline constexpr Text kMustBeDay{"must be a day such as 2026-07-01",
                                 "2026-07-01 のような日付で書いてください"};
inline constexpr Text kMustBeTime{"must be a time such as 2026-07-01 10:00",
                                  "2026-07-01 10:00 のような日時で書いてください"};
inline constexpr Text kMustBeYesOrNo{"must be yes or no", "「はい」か「いいえ」で書いてください"};
inline constexpr Text kMustBeCap{"must be PERIOD:AMOUNT such as day:300",
                                 "day:300 のように「期間:ポイント数」で書いてください"};
inline constexpr Text kMustHaveForm{"must have the form {}", "{} の形で書いてください"};
inline constexpr Text kMustBeAccount{
    "must be an account id or @label; check it letter by letter",
    "口座番号か @ラベル で書いてください。1文字ずつ確認してください"};
inline constexpr Text kMustBeKey{"must be a public key or @label",
                                 "公開鍵か @ラベル で書いてください"};
inline constexpr Text kMustBeCodeText{"must be the whole text of a code that was shown",
                                      "表示されたコードの文字列をすべて書いてください"};
inline constexpr Text kFieldMissing{"the field {} is missing", "項目 {} がありません"};
inline constexpr Text kAmountNotWhole{
    "The amount must be a whole number of points, such as 1000 or 1,000.",
    "ポイント数は 1000 や 1,000 のような整数で指定してください。"};
inline constexpr Text kOptionRange{"{} must be from {} to {}.",
                                   "{} は {} から {} までの数で指定してください。"};

// Lines of a plan.
inline constexpr Text kPlanLine{"line {} of the plan: {}", "計画の {} 行目：{}"};
inline constexpr Text kMustBeObject{"must be a JSON object", "JSONオブジェクトで書いてください"};
inline constexpr Text kMustBeText{"must be a text", "文字列で書いてください"};
inline constexpr Text kMustBeLabels{"must be a list of labels", "ラベルの一覧で書いてください"};
inline constexpr Text kMustBeLabel{"must be a label of the keyring",
                                   "鍵ファイルのラベルで書いてください"};
inline constexpr Text kMustBeMs{"must be a time in milliseconds since 1970",
                                "1970年からのミリ秒で書いてください"};
inline constexpr Text kOutOfRange{"is out of range", "範囲外です"};
inline constexpr Text kMustBeCode{"must be the text of a code, or an object that makes one",
                                  "コードの文字列か、コードを作るオブジェクトで書いてください"};
inline constexpr Text kNoEarlierCode{"no earlier line made the code {}",
                                     "コード {} を作った行が前にありません"};

// The result of a payment, and what remains.
inline constexpr Text kPaidTo{"Paid {} {} to {}.", "{2} に {0} {1} を支払いました。"};
inline constexpr Text kTakenFrom{"Took {} {} from {}.", "{2} から {0} {1} を受け取りました。"};
inline constexpr Text kChargedTo{"Sold {} {} to {}.", "{2} に {0} {1} を販売しました。"};
inline constexpr Text kClaimed{"Recorded that you took part in {}.", "{} への参加を記録しました。"};
inline constexpr Text kBalanceNow{"The balance is now {} {}.", "残高は {} {} です。"};
inline constexpr Text kBalanceUnread{
    "The balance cannot be read now; enishi account lots shows it later.",
    "残高は今は確認できません。後で enishi account lots で確認してください。"};

// A question that was answered with no.
inline constexpr Text kNotSigned{"Nothing was signed.", "署名していません。"};

// Codes and QR codes.
inline constexpr Text kCodeFor{"Up to {} {} may be taken by {}.",
                               "{0} {1} まで受け取れます（受取人：{2}）。"};
inline constexpr Text kAnyShop{"any shop", "どの加盟店でも可"};
inline constexpr Text kShopQrWrong{
    "The QR code cannot be made: {}. Check the name and the city.",
    "QRコードを作れません（{}）。店名と市区町村を確認してください。"};
inline constexpr Text kQrForeign{
    "This QR code belongs to another ledger. Check that --server is the one of the shop's region.",
    "このQRコードは別の台帳のものです。--server が加盟店の地域のサーバーか確認してください。"};
inline constexpr Text kQrWrong{"This is not a shop's QR code: {}",
                               "加盟店のQRコードとして読めません（{}）。"};
inline constexpr Text kQrHasAmount{"This QR code has its amount already; leave the amount out.",
                                   "このQRコードには金額が入っています。金額の指定は不要です。"};
inline constexpr Text kQrTooLong{"The text is too long for a QR code.",
                                 "QRコードにするには文字列が長すぎます。"};
inline constexpr Text kSayHowMuch{"Say how much to pay: enishi pay send SHOP AMOUNT.",
                                  "支払うポイント数を指定してください：enishi pay send 加盟店 "
                                  "ポイント数"};

// The keyring and the passphrase.
inline constexpr Text kNoKeyring{"No keyring: give --keyring FILE or set ENISHI_KEYRING.",
                                 "鍵ファイルの指定がありません。--keyring ファイル か環境変数 "
                                 "ENISHI_KEYRING で指定してください。"};
inline constexpr Text kNoServer{"No server: give --server URL or set ENISHI_SERVER.",
                                "サーバーの指定がありません。--server URL か環境変数 "
                                "ENISHI_SERVER で指定してください。"};
inline constexpr Text kPassphraseEmpty{"The passphrase is empty.", "パスフレーズが空です。"};
inline constexpr Text kPassphrasesDiffer{
    "The two passphrases differ. Nothing was written.",
    "2つのパスフレーズが一致しません。何も書き込んでいません。"};
inline constexpr Text kWhoActs{
    "The keyring has several keys: say who acts with --as LABEL.",
    "鍵が複数あります。だれとして行うかを --as ラベル で指定してください。"};
inline constexpr Text kWhichCurrency{
    "The ledger has several currencies: say which with --currency NAME.",
    "通貨が複数あります。--currency 名前 で指定してください。"};
inline constexpr Text kCannotRead{"{} cannot be read.", "{} を読み込めません。"};
inline constexpr Text kAccountKeyMissing{"The keyring has no key of the account.",
                                         "鍵ファイルにこの口座の鍵がありません。"};
inline constexpr Text kNotAHeadFile{"it is not a head file", "ヘッドファイルではありません"};
inline constexpr Text kCannotLock{"it cannot be locked", "ロックできません"};
inline constexpr Text kCannotWrite{"{} cannot be written.", "{} に書き込めません。"};
inline constexpr Text kCannotMake{"{} cannot be made.", "{} を作成できません。"};
inline constexpr Text kOneOfLabels{"Give one of --label LABEL, --labels FILE and --count N.",
                                   "--label ラベル、--labels ファイル、--count 個数 のどれか1つを"
                                   "指定してください。"};
inline constexpr Text kNoLabels{"{} has no labels; write one on each line.",
                                "{} にラベルがありません。1行に1つずつ書いてください。"};
inline constexpr Text kWordsOnTerminal{
    "The words are shown on a terminal only, because files and pipes keep them.",
    "単語は端末の画面にだけ表示します（ファイルやパイプには残ってしまうためです）。"};
inline constexpr Text kWordsNext{
    "Now write its 24 words on paper: enishi key words --as {}",
    "次に、24の単語を紙に書き留めてください：enishi key words --as {}"};
inline constexpr Text kWordsWrong{
    "These are not the 24 words of a key ({}). Check them with the paper, one by one.",
    "鍵の24の単語として読めません（{}）。紙と1語ずつ照らし合わせてください。"};
inline constexpr Text kWordsLanguage{"--words must be ja or en.",
                                     "--words には ja か en を指定してください。"};

// Plans as a whole.
inline constexpr Text kPlanNeedsSent{
    "A plan from the standard input needs --sent FILE, which keeps what was sent.",
    "標準入力からの計画には、送信済みの内容を保存する --sent ファイル が必要です。"};
inline constexpr Text kPlanReadOnce{"The plan must be a file that can be read twice.",
                                    "計画は2回読み込めるファイルで指定してください。"};
inline constexpr Text kEntryNumber{"INDEX must be the number of an entry.",
                                   "記録番号を数字で指定してください。"};
inline constexpr Text kVerifierKeyNeeded{"Give the log's key with --verifier-key.",
                                         "ログの検証鍵を --verifier-key で指定してください。"};

}  // namespace enishi::texts
