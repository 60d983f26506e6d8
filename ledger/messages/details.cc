#include "ledger/messages/details.h"

#include <algorithm>
#include <optional>

namespace enishi {
namespace {

// A message may hold one argument, {}, which any text matches.
constexpr Text kDetails[] = {
    // Integers, texts, times and names.
    {"not a string", "文字列ではありません"},
    {"not a list", "一覧ではありません"},
    {"not an object", "オブジェクトではありません"},
    {"not an integer", "整数ではありません"},
    {"not an integer in range", "範囲内の整数ではありません"},
    {"not an integer from 0 to {}", "0から{}までの整数ではありません"},
    {"not true or false", "true か false ではありません"},
    {"not one of the names this field takes", "この項目で選べる名前ではありません"},
    {"not milliseconds since 1970 up to the year 9999",
     "1970年から9999年までのミリ秒ではありません"},
    {"not a date of the form YYYY-MM-DD", "2026-07-01 のような日付ではありません"},
    {"not a time such as 2026-07-01 10:00", "2026-07-01 10:00 のような日時ではありません"},
    {"no such day", "その日は暦にありません"},
    {"an instant after the year 9999", "9999年より後の日時です"},
    {"an amount above 2^53 - 1", "額が大きすぎます"},
    {"a number above 2^63 - 1", "数が大きすぎます"},
    {"an integer above 2^63 - 1", "整数が大きすぎます"},
    {"a number that is not an integer of 64 bits", "64ビットの整数ではない数があります"},
    {"nested too deeply", "入れ子が深すぎます"},
    {"a name twice in one object", "同じ名前が一つのオブジェクトに二度あります"},
    {"the number -0", "数 -0 は使えません"},
    {"a byte-order mark", "先頭にバイト順マークがあります"},
    {"a list of more than 64", "一覧が64個を超えています"},
    {"not PERIOD:AMOUNT", "「期間:ポイント数」の形ではありません"},
    {"not 1 to 128 of A-Z, a-z, 0-9 and ./:_-", "A-Z、a-z、0-9、./:_- の1～128文字ではありません"},
    {"not 1 to 32 of a-z, 0-9 and inner hyphens",
     "a-z、0-9、途中のハイフンの1～32文字ではありません"},
    {"not 1 to 40 of A-Z, a-z, 0-9 and ._:/-", "A-Z、a-z、0-9、._:/- の1～40文字ではありません"},
    {"not 2 to 8 of A-Z and 0-9 beginning with a letter",
     "英大文字で始まる、A-Z と 0-9 の2～8文字ではありません"},
    {"a municipality's code has six digits", "自治体コードは6桁です"},
    {"a municipality's code whose check digit is wrong", "自治体コードの検査数字が違います"},
    {"an account id has 24 characters", "口座番号は24文字です"},
    {"an account id whose checksum is wrong",
     "口座番号の検査文字が合いません。打ち間違いがないか確認してください"},
    {"no account has this id", "この番号の口座はありえません"},
    {"a character that is not of Crockford's base 32", "口座番号に使わない文字が含まれています"},
    // Encodings and keys.
    {"not base64 with padding", "Base64ではありません"},
    {"not a hash in base64", "Base64のハッシュ値ではありません"},
    {"a hash has 44 characters of base64", "ハッシュ値はBase64で44文字です"},
    {"a digest has 32 bytes", "ハッシュ値は32バイトです"},
    {"a public key has 32 bytes", "公開鍵は32バイトです"},
    {"a seed has 32 bytes", "鍵のシードは32バイトです"},
    {"not lower-case hexadecimal of an even length", "小文字の16進数（偶数桁）ではありません"},
    {"not a decimal number without leading zeros", "先頭に0のない10進数ではありません"},
    {"a length or an end that base 32 never produces", "Base32として正しくない長さか末尾です"},
    {"has a field it should not have", "余分な項目があります"},
    {"lacks {}", "{} がありません"},
    {"there is no field {}", "「{}」という項目はありません"},
    {"the field {} is missing", "項目 {} がありません"},
    {"the keyring has no {}", "鍵ファイルに {} がありません"},
    // Key files and words.
    {"the passphrase is wrong", "パスフレーズが違います"},
    {"the passphrase of {} is missing", "{} のパスフレーズがありません"},
    {"put it into a file and name that file in ENISHI_PASSPHRASE_FILE",
     "パスフレーズをファイルに書き、そのファイルを環境変数 ENISHI_PASSPHRASE_FILE "
     "で指定してください"},
    // The folder of a ledger.
    {"another enishid serves this folder", "別の enishid がこのフォルダーの台帳を提供しています"},
    {"stop it first, or choose another folder",
     "先にそれを停止するか、別のフォルダーを指定してください"},
    {"a restore into the folder {} was interrupted", "フォルダー {} への復元が中断されています"},
    {"run enishid restore again", "enishid restore をもう一度実行してください"},
    {"the folder {} had a ledger, but its log is missing",
     "フォルダー {} に台帳がありましたが、ログが見つかりません"},
    {"put log/ back or restore a backup into an empty folder",
     "log/ を元に戻すか、空のフォルダーにバックアップを復元してください"},
    {"{} exists already", "{} はすでにあります"},
    {"restore into another folder", "別のフォルダーに復元してください"},
    {"the key file was changed or damaged", "鍵ファイルが書き換えられたか、壊れています"},
    {"the key file is too large", "鍵ファイルが大きすぎます"},
    {"the key file is cut off or is none",
     "鍵ファイルが途中で切れているか、鍵ファイルではありません"},
    {"the key file is not JSON", "鍵ファイルがJSONではありません"},
    {"not a key file", "鍵ファイルではありません"},
    {"a key file of another version", "別の版の鍵ファイルです"},
    {"the key file has other members than it should", "鍵ファイルの項目が正しくありません"},
    {"the key file has no keys", "鍵ファイルに鍵がありません"},
    {"the key file has too many keys", "鍵ファイルの鍵が多すぎます"},
    {"the key file has another number of seeds than of keys",
     "鍵ファイルのシードの数が鍵の数と違います"},
    {"an unknown key derivation", "鍵の導出方法に対応していません"},
    {"the key derivation is not described", "鍵の導出方法の記述がありません"},
    {"the key derivation's cost is beyond the limits", "鍵の導出の負荷が上限を超えています"},
    {"the salt is not 16 bytes", "ソルトが16バイトではありません"},
    {"a key is not described", "鍵の記述が正しくありません"},
    {"a label is not 1 to 64 bytes of printable text", "ラベルは表示できる文字で64バイト以内です"},
    {"an account id is wrong", "口座番号が正しくありません"},
    {"a public key is wrong", "公開鍵が正しくありません"},
    {"there is not enough memory to derive the file's key", "鍵の導出に必要なメモリが足りません"},
    {"not a text of at most 4,096 bytes", "4,096バイト以内の文字列ではありません"},
    {"there are {} words instead of 24", "単語が24個ではなく{}個あります"},
    {"word {} is not in the list", "{}番目の単語が一覧にありません"},
    {"the words do not belong together: one is wrong or two are swapped",
     "単語の組合せが正しくありません。1つ間違っているか、2つが入れ替わっています"},
    // Codes.
    {"the code is too long", "コードが長すぎます"},
    {"the code is not in upper-case base 32 without separators",
     "コードは区切りのない英大文字のBase32ではありません"},
    {"the text does not begin with {}", "文字列が {} で始まっていません"},
    {"the payment code is cut off or has bytes after its end",
     "支払いコードが途中で切れているか、末尾に余分があります"},
    {"the payment code is cut off", "支払いコードが途中で切れています"},
    {"the payment code is empty", "支払いコードが空です"},
    {"the payment code names no account", "支払いコードに口座がありません"},
    {"the payee's flag is neither 0 nor 1", "支払いコードの支払先の印が正しくありません"},
    {"a payment code of an unknown version", "この版の支払いコードには対応していません"},
    {"the attendance code names no organiser", "出席コードに主催者がありません"},
    {"the attendance code ends before it begins, or after the year 9999",
     "出席コードの期間が正しくありません"},
    {"an attendance code of an unknown version", "この版の出席コードには対応していません"},
    {"a QR of another payment scheme", "別の決済のQRコードです"},
    {"the checksum is wrong", "検査値が合いません"},
    {"the shop's account or the currency is missing", "加盟店の口座か通貨がありません"},
    {"too long for a QR code", "QRコードにするには長すぎます"},
    // Leaves, proofs, notes and trees.
    {"a leaf of another version", "別の版の記録です"},
    {"a leaf that is cut short or passes a limit", "記録が途中で切れているか、上限を超えています"},
    {"a leaf that is cut short or too long", "記録が途中で切れているか、長すぎます"},
    {"an entry bundle that is cut short", "記録の束が途中で切れています"},
    {"an entry bundle without an entry", "記録の束に記録がありません"},
    {"more than 256 entries in a bundle", "記録の束に256件を超える記録があります"},
    {"not the path of an entry bundle", "記録の束のパスではありません"},
    {"not an offline proof", "証明のファイルではありません"},
    {"an offline proof of too many bytes", "証明のファイルが大きすぎます"},
    {"an offline proof without an index", "証明に記録番号がありません"},
    {"extra data of an offline proof that is not base64 or too long",
     "証明の付加データが正しくないか、長すぎます"},
    {"too many hashes in a proof", "証明のハッシュ値が多すぎます"},
    {"the index is not below the tree size", "記録番号が台帳の件数以上です"},
    {"a note of too many bytes", "署名付き文書が大きすぎます"},
    {"a note that does not end in a newline", "署名付き文書が改行で終わっていません"},
    {"a note that is not UTF-8 or has control characters",
     "署名付き文書がUTF-8でないか、制御文字を含みます"},
    {"a note with too many signatures", "署名付き文書の署名が多すぎます"},
    {"a note without a signature", "署名付き文書に署名がありません"},
    {"a note without an empty line", "署名付き文書に空行がありません"},
    {"a verifier key whose id is not its own", "検証鍵の番号が鍵と合いません"},
    {"a checkpoint has three lines", "チェックポイントは3行です"},
    {"a checkpoint of size 0 whose root is not that of the empty tree",
     "0件のチェックポイントのルートが正しくありません"},
    {"a tile that is not 1 to 256 whole hashes", "タイルのハッシュ値が1～256個ではありません"},
    {"a tile with too few hashes", "タイルのハッシュ値が足りません"},
    {"a tree does not shrink", "木の件数は減りません"},
    {"a tree size above 2^63 - 1", "木の件数が大きすぎます"},
    {"a node beyond every tree of a 64-bit size", "木の範囲外の節です"},
    {"not at the edge", "木の端ではありません"},
    {"no such tile", "そのタイルはありません"},
    {"not a signed note", "署名付き文書ではありません"},
    {"the log key's signature is wrong", "ログの鍵の署名が正しくありません"},
    {"not signed by the log's key", "ログの鍵の署名がありません"},
    {"signed, but not a checkpoint", "署名はありますが、チェックポイントではありません"},
    {"the checkpoint of another origin than the key's name",
     "チェックポイントのログの名前が鍵の名前と違います"},
    {"a signature by a known key is wrong", "登録された鍵の署名が正しくありません"},
    {"no known key has signed it", "登録された鍵の署名がありません"},
    {"the leaf is not at that index of the checkpoint's tree",
     "記録が、チェックポイントの木のその位置にありません"},
    // Audits and exports.
    {"entry {} and all after it", "記録番号 {} 以降のすべて"},
    {"the log does not continue the head of size {} that was seen earlier",
     "ログが、前に確認した {} 件のヘッドの続きではありません"},
    {"the entries do not have the root that the head says",
     "記録から計算したルートがヘッドと一致しません"},
    {"the log is shorter than a head that was seen earlier",
     "ログが、前に確認したヘッドより短くなっています"},
    {"the log is smaller than when it was exported before",
     "ログが、前に書き出したときより小さくなっています"},
    {"the folder's older checkpoint", "フォルダーの古いチェックポイント"},
    {"the log has no genesis", "ログに開設の記録がありません"},
    {"the genesis names another log key than the one given",
     "開設の記録にあるログの鍵が、指定された鍵と違います"},
    {"whether the log's key is the right one", "ログの鍵が正しいかどうか"},
    {"none was given, the genesis names {}", "鍵の指定がなく、開設の記録では {} です"},
    {"the head is no signed note", "ヘッドが署名付き文書ではありません"},
    {"the head is no checkpoint", "ヘッドがチェックポイントではありません"},
    {"the head", "ヘッド"},
    {"the leaf", "記録"},
    {"the outcome", "結果"},
    {"the instruction cannot be read", "手続きを読み取れません"},
    {"the outcome is not the one that the leaf commits to", "結果が記録のものと一致しません"},
    {"{} does not hold its entries", "{} に記録がありません"},
    {"the outcome is not the one that the leaf names", "結果が記録のものと一致しません"},
    {"the body is refused", "本文が受け付けられません"},
    // What a refusal adds.
    {"its points have expired", "その事業のポイントの有効期限が過ぎています"},
    {"only participants are enrolled", "登録できるのは参加者だけです"},
    {"not what this service has", "このサービスの設定と違います"},
    {"a name that this kind does not have", "この種類にない名前です"},
    // Connections and the operating system.
    {"Connection", "接続できません"},
    {"ConnectionTimeout", "接続が時間内にできません"},
    {"Read", "応答を受信できません"},
    {"Write", "送信できません"},
    {"SSLConnection", "暗号化した接続ができません"},
    {"SSLLoadingCerts", "証明書を読み込めません"},
    {"SSLServerVerification", "サーバーの証明書を確認できません"},
    {"Unknown", "原因は不明です"},
    {"the last answer was {}", "最後の応答の状態コードは {} でした"},
    {"the answer is malformed", "応答の形式が正しくありません"},
    {"No such file or directory", "ファイルかフォルダーがありません"},
    {"Permission denied", "権限がありません"},
    {"No space left on device", "ディスクに空きがありません"},
    {"Is a directory", "フォルダーです"},
    {"Not a directory", "フォルダーではありません"},
    {"Read-only file system", "読取り専用のディスクです"},
    {"Input/output error", "入出力エラーです"},
    // The service's start, backups and its keys.
    {"The passphrase is missing: the keys of a ledger on a real clock need one. Name a file with "
     "it "
     "in ENISHI_PASSPHRASE_FILE, or give --no-passphrase.",
     "パスフレーズがありません。実時間の台帳の鍵には必要です。パスフレーズを書いたファイルを"
     "環境変数 ENISHI_PASSPHRASE_FILE で指定するか、--no-passphrase を付けてください。"},
    {"the file that ENISHI_PASSPHRASE_FILE names cannot be read or is empty",
     "ENISHI_PASSPHRASE_FILE のファイルを読み込めないか、空です"},
    {"the key file lacks the key \"log\" or \"service\"",
     "鍵ファイルに「log」か「service」の鍵がありません"},
    {"the folder {} has no log", "フォルダー {} にログがありません"},
    {"the folder {} has no signed head yet", "フォルダー {} に署名済みのヘッドがまだありません"},
    {"entry 0 of the log does not decode", "ログの最初の記録を読み取れません"},
    {"entry 0 of the log is no genesis", "ログの最初の記録が開設の記録ではありません"},
    {"the genesis names another origin", "開設の記録にあるログの名前が設定と違います"},
    {"the genesis names another clock", "開設の記録にある時計の種類が設定と違います"},
    {"the genesis names another log key", "開設の記録にあるログの鍵が違います"},
    {"the genesis names another service key", "開設の記録にあるサービスの鍵が違います"},
    {"the state has no ledger row", "状態に台帳の行がありません"},
    {"the backup has more entries than the ledger's last head covers",
     "バックアップの件数が、台帳の最新のヘッドより多くなっています"},
    {"the state: a size is damaged",
     "状態の件数が壊れています。enishid rebuild で作り直してください"},
    {"the log: the epoch is damaged", "ログの世代番号が壊れています"},
    // Files and tables.
    {"cannot be read", "読み込めません"},
    {"cannot be written", "書き込めません"},
    {"cannot be made", "作成できません"},
    {"exists already", "すでにあります"},
    {"the file is empty", "ファイルが空です"},
    {"line {}", "{}行目"},
    {"the header has {}", "見出しの行に問題があります（{}）"},
    {"the text is UTF-16; save it as UTF-8 or Shift_JIS",
     "文字コードがUTF-16です。UTF-8かShift_JISで保存し直してください"},
    {"the text is neither UTF-8 nor Shift_JIS",
     "文字コードがUTF-8でもShift_JISでもありません。UTF-8で保存し直してください"},
};

// The argument of the pattern, if the text is what it describes; a pattern without an argument has
// an empty one.
std::optional<std::string_view> Match(std::string_view pattern, std::string_view text) {
  const size_t hole = pattern.find("{}");
  if (hole == std::string_view::npos) {
    return pattern == text ? std::optional(std::string_view()) : std::nullopt;
  }
  const std::string_view before = pattern.substr(0, hole);
  const std::string_view after = pattern.substr(hole + 2);
  const bool fits = text.size() > before.size() + after.size() && text.starts_with(before) &&
                    text.ends_with(after);
  if (!fits) return std::nullopt;
  return text.substr(before.size(), text.size() - before.size() - after.size());
}

std::optional<std::string> JapaneseOf(std::string_view english) {
  for (const Text& detail : kDetails) {
    const auto argument = Match(detail.en, english);
    if (!argument) continue;
    // An argument that joins two parts belongs to neither of them.
    if (detail.arguments > 0 && argument->find(": ") != std::string_view::npos) continue;
    std::string japanese(detail.ja);
    if (const size_t hole = japanese.find("{}"); hole != std::string::npos) {
      japanese.replace(hole, 2, *argument);
    }
    return japanese;
  }
  return std::nullopt;
}

struct Separator {
  std::string_view english;
  std::string_view japanese;
};
constexpr Separator kSeparators[] = {{"; ", "；"}, {": ", "："}};

std::string JapaneseOfParts(std::string_view english) {
  if (auto whole = JapaneseOf(english)) return *std::move(whole);
  for (const Separator& separator : kSeparators) {
    const size_t at = english.find(separator.english);
    if (at == std::string_view::npos) continue;
    return JapaneseOfParts(english.substr(0, at)) + std::string(separator.japanese) +
           JapaneseOfParts(english.substr(at + separator.english.size()));
  }
  return std::string(english);
}

}  // namespace

Bilingual Translated(std::string_view english) {
  return {std::string(english), JapaneseOfParts(english)};
}

bool HasTranslation(std::string_view english) { return JapaneseOf(english).has_value(); }

}  // namespace enishi
