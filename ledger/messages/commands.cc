#include "ledger/messages/commands.h"

#include <algorithm>
#include <span>

namespace enishi {
namespace {

struct Help {
  std::string_view name;
  Text text;
};

constexpr Help kPrograms[] = {
    {"enishi",
     {"Enishi: regional points on a ledger that anyone can check",
      "縁（Enishi）：だれでも検証できる台帳による地域ポイント"}},
    {"enishi-demo",
     {"Plays a town's activity on a simulated ledger", "模擬の台帳で、町の活動を再現します"}},
    {"enishid", {"The service of an Enishi ledger", "縁（Enishi）の台帳サービス"}},
};

constexpr Help kGroups[] = {
    {"account",
     {"An account: points, history, receipts, keys", "口座：ポイント、履歴、領収証、鍵"}},
    {"export", {"Copy the log and its data", "ログとデータの書き出し"}},
    {"key", {"Keys on this machine", "この機器にある鍵"}},
    {"office", {"The municipality's work", "自治体の業務"}},
    {"pay", {"Pay a shop", "加盟店への支払い"}},
    {"shop", {"Take payments", "加盟店の受取り"}},
};

constexpr Help kCommands[] = {
    {"account claim",
     {"Record your own participation with the code shown at the activity",
      "会場に表示されたコードで、自分の参加を記録します"}},
    {"account history", {"Show what happened, newest first", "履歴を新しい順に表示します"}},
    {"account key-add",
     {"Add a key to the account of --as. The new key signs too: from this keyring at once, from "
      "another one with --out FILE and office sign FILE",
      "--as の口座に鍵を追加します。新しい鍵も署名します。この鍵ファイルにあればその場で、なければ "
      "--out ファイル と office sign ファイル で署名します"}},
    {"account key-revoke", {"Revoke a key of the account", "口座の鍵を失効します"}},
    {"account keys", {"Show an account's keys", "口座の鍵を表示します"}},
    {"account lots",
     {"Show points with their origin and last day", "ポイントの内訳と有効期限を表示します"}},
    {"account open",
     {"Open a participant's account with the key of --as", "--as の鍵で参加者の口座を開きます"}},
    {"account receipt",
     {"Fetch an entry's receipt and verify it here", "記録の領収証を取得し、この機器で検証します"}},
    {"account show", {"Show what an account is", "口座の情報を表示します"}},
    {"account verify",
     {"Verify a saved receipt without a server", "保存した領収証を、サーバーなしで検証します"}},
    {"audit",
     {"Check everything in a log: signatures, authority, rules, outcomes, sums, tree, head",
      "ログのすべてを検証します：署名、権限、規則、結果、合計、木構造、ヘッド"}},
    {"batch",
     {"Carry out a plan: one instruction on each line, signed here and sent in order. The same "
      "plan again continues where it stopped and repeats nothing",
      "計画を実行します。1行を1件の手続きとして署名し、順に送信します。同じ計画を再度実行すると、"
      "続きから始まり、二重には送信しません"}},
    {"export activities",
     {"Write the activity data of an exported log, which is audited on the way",
      "書き出したログを監査しながら、活動データを書き出します"}},
    {"export log",
     {"Copy the log into a folder, as an auditor; continues where it stopped",
      "監査担当として、ログをフォルダーに書き出します。中断した所から続けます"}},
    {"key list",
     {"Show labels, accounts and public keys", "ラベル、口座番号、公開鍵を一覧表示します"}},
    {"key new", {"Make a key, or many", "鍵を作ります（一度に複数も可）"}},
    {"key passphrase", {"Change the keyring's passphrase", "鍵ファイルのパスフレーズを変えます"}},
    {"key public", {"Show the public key of --as", "--as の公開鍵を表示します"}},
    {"key restore",
     {"Read 24 words from the input and keep their key", "24の単語を読み込み、その鍵を保存します"}},
    {"key words",
     {"Show the 24 words of --as, to keep on paper",
      "--as の鍵を表す24の単語を表示します（紙に控えるため）"}},
    {"office activity", {"Announce an activity", "活動を登録します"}},
    {"office appoint", {"Appoint an account to a post", "口座を役職に任命します"}},
    {"office attendance-code",
     {"Show the rotating code of an activity", "活動の出席コードを、更新しながら表示します"}},
    {"office charge", {"Sell points at the counter", "窓口でポイントを販売（チャージ）します"}},
    {"office clock", {"Move a simulated clock forward", "模擬の台帳の時計を進めます"}},
    {"office currency", {"Create a currency", "通貨を作成します"}},
    {"office dismiss", {"End an appointment now", "役職を直ちに解きます"}},
    {"office enrol",
     {"Record that a participant was identified", "参加者の本人確認が済んだことを記録します"}},
    {"office genesis", {"Found the ledger", "台帳を開設します"}},
    {"office make",
     {"Write an instruction of any kind to a file, for others to sign",
      "任意の種類の手続きをファイルに書き出し、ほかの人が署名できるようにします"}},
    {"office open",
     {"Open accounts. The new key signs too: from this keyring at once, from another one with "
      "--out FILE and office sign FILE",
      "口座を開きます。新しい鍵も署名します。この鍵ファイルにあればその場で、なければ "
      "--out ファイル と office sign ファイル で署名します"}},
    {"office post-create", {"Create a post with its roles", "役職を、その役割とともに作成します"}},
    {"office programme", {"Create a programme", "事業を作成します"}},
    {"office record",
     {"Record who took part, from the organiser's list", "主催者の名簿により、参加を記録します"}},
    {"office rules", {"Raise the version of the rules", "規則の版を上げます"}},
    {"office sign",
     {"Add the signature of --as to an instruction's file: a second official's, or the new key's",
      "手続きのファイルに --as の署名を加えます（2人目の職員、または新しい鍵の署名）"}},
    {"office submit",
     {"Send an instruction's file as it is", "手続きのファイルを、そのまま送信します"}},
    {"pay cancel-code", {"Make a payment code invalid", "支払いコードを無効にします"}},
    {"pay code",
     {"Make a payment code for a shop to scan", "加盟店が読み取る支払いコードを作ります"}},
    {"pay send", {"Pay a shop", "加盟店に支払います"}},
    {"plan",
     {"Plan a town's activity from an event list and a list of purchases, for a simulated ledger",
      "イベント一覧と購買一覧から、模擬の台帳で再現する町の活動を計画します"}},
    {"play",
     {"Carry out a plan as enishi batch does, its forgeries included",
      "enishi batch と同じように計画を実行します（偽造の試みを含みます）"}},
    {"shop capture",
     {"Take a payment with the payer's code", "支払う方のコードで、支払いを受け取ります"}},
    {"shop payments",
     {"Show the shop's payments, newest first", "加盟店の支払い受取りを新しい順に表示します"}},
    {"shop qr",
     {"Make the shop's QR code: for the wall, or with --amount for one sale",
      "加盟店のQRコードを作ります。掲示用、または --amount で1回の会計用"}},
};

struct OptionRow {
  std::string_view option;
  Text text;
  std::string_view command = {};  // empty: every command that has no row of its own before
};

constexpr OptionRow kOptions[] = {
    // What every command takes.
    {"--server", {"the ledger's address (ENISHI_SERVER)", "台帳サーバーのURL（ENISHI_SERVER）"}},
    {"--keyring", {"the file with your keys (ENISHI_KEYRING)", "鍵ファイル（ENISHI_KEYRING）"}},
    {"--as", {"the label of the key that acts", "手続きをする鍵のラベル"}},
    {"--verifier-key",
     {"the log's verifier key, from another source than the server",
      "ログの検証鍵（サーバー以外から入手したもの）"}},
    {"--lang", {"the language: ja or en", "表示の言語：ja（日本語）または en（英語）"}},
    {"--json", {"print JSON for programs", "プログラム用にJSONで出力します"}},
    {"--progress",
     {"show progress although this is not a terminal", "端末でなくても進み具合を表示します"}},
    {"--yes", {"do not ask for confirmation", "確認をせずに進めます"}},
    {"--help", {"show this help", "この説明を表示します"}},
    {"--version", {"show the version", "版を表示します"}},
    // What a command that makes an instruction takes.
    {"--with", {"who signs too", "ほかに署名する鍵のラベル"}},
    {"--at", {"signed at; by default the ledger's time", "署名の日時。省略すると台帳の時刻"}},
    {"--file",
     {"one instruction for each line; columns named like the fields",
      "1行につき1件の手続き。列の名前は項目と同じ"}},
    {"--each",
     {"one instruction for each key whose label begins with this",
      "ラベルがこれで始まる鍵ごとに1件の手続き"}},
    {"--refusals",
     {"where each refusal is written, one JSON line",
      "受け付けられなかった手続きを1行ずつJSONで書くファイル"}},
    {"--sent",
     {"keeps what was sent, so that the same run again repeats nothing; by default a file next to "
      "the list",
      "送信した内容を保存し、再実行による二重送信を防ぐファイル。省略すると名簿と同じ場所"}},
    {"PLAN", {"the plan's file", "計画のファイル"}, "play"},
    {"PLAN", {"the plan's file, or - for the input", "計画のファイル。- で標準入力"}},
    // Keys.
    {"--label", {"what you call the key", "鍵に付けるラベル"}},
    {"--for",
     {"a further key for the account of that key", "この鍵と同じ口座の、追加の鍵にします"}},
    {"--labels", {"make one for each line of the file", "ファイルの1行につき1つ作ります"}},
    {"--count", {"how many to make", "作る数"}},
    {"--prefix",
     {"their labels begin with this; default key-", "ラベルの先頭。省略すると key-"},
     "key new"},
    {"--prefix", {"only labels that begin with this", "これで始まるラベルだけ"}},
    {"--words", {"the language of the words", "単語の言語"}},
    {"--force-output", {"show them although this is not a terminal", "端末でなくても表示します"}},
    {"--new-passphrase-file",
     {"the file with the new passphrase; by default it is asked for",
      "新しいパスフレーズのファイル。省略すると入力を求めます"}},
    // Accounts.
    {"ACCOUNT", {"the account; by default that of --as", "口座。省略すると --as の口座"}},
    {"--limit", {"play at most this many baskets", "再現する購買の最大数"}, "plan"},
    {"--limit", {"how many to show; default 20", "表示する件数。省略すると20"}},
    {"INDEX", {"the entry's number", "記録番号"}},
    {"FILE",
     {"as saved by account receipt --out", "account receipt --out で保存したファイル"},
     "account verify"},
    {"FILE", {"the instruction's file", "手続きのファイル"}},
    // Paying.
    {"SHOP", {"the shop", "加盟店"}},
    {"AMOUNT", {"how much", "ポイント数"}},
    {"--qr",
     {"what the shop's QR code says, in place of SHOP",
      "加盟店のQRコードの文字列（加盟店の代わり）"}},
    {"--max-amount", {"the largest amount that may be taken", "受け取れる上限額"}},
    {"--payee", {"the only shop that may take it", "受け取れる唯一の加盟店"}},
    {"--expires-in",
     {"how long each code is valid; default 30", "コードごとの有効秒数。省略すると30"},
     "office attendance-code"},
    {"--expires-in", {"how long it is valid; default 60", "有効秒数。省略すると60"}},
    {"--currency",
     {"the currency; by default the ledger's only one", "通貨。1つしかなければ省略できます"}},
    {"--name",
     {"the shop's name in Latin letters, at most 25 characters",
      "加盟店の名前（英数字、25文字以内）"}},
    {"--city",
     {"the city in Latin letters, at most 15 characters", "所在地の市町村（英数字、15文字以内）"}},
    {"--japanese-name", {"the name in Japanese", "加盟店の名前（日本語）"}},
    {"--postal-code", {"such as 760-8571", "郵便番号（例：760-8571）"}},
    {"--category", {"ISO 18245, four digits", "業種コード（ISO 18245、4桁）"}},
    {"--amount", {"for one sale", "1回の会計の額"}, "shop qr"},
    {"--reference", {"the till's number of the sale", "レジの会計番号"}, "shop qr"},
    // Offices.
    {"--activity", {"the activity", "活動の名前"}, "office attendance-code"},
    {"--once", {"show one code and end", "コードを1つ表示して終わります"}},
    {"KIND", {"such as programme.create", "手続きの種類（例：programme.create）"}},
    {"--field", {"a field; repeat for each", "項目。項目ごとに繰り返します"}},
    {"--account", {"who acts; by default --as", "手続きをする口座。省略すると --as"}},
    {"--sign", {"sign with these keys at once", "その場で署名する鍵"}},
    // Audits and exports.
    {"LOG",
     {"an exported folder, or a server (as an auditor)",
      "書き出したフォルダー、またはサーバー（監査担当として）"}},
    {"--old-head",
     {"a head seen earlier: a checkpoint, a receipt or a wallet's head file",
      "前に確認したヘッド：チェックポイント、領収証、またはヘッドファイル"}},
    {"--log", {"the exported folder", "書き出したフォルダー"}},
    {"--out",
     {"save the proof to FILE and the leaf to FILE.leaf",
      "証明をファイルに、記録を「ファイル.leaf」に保存します"},
     "account receipt"},
    {"--out", {"the folder", "書き出し先のフォルダー"}, "export log"},
    {"--out", {"the CSV file", "書き出すCSVファイル"}, "export activities"},
    {"--out", {"where to write it", "書き出し先のファイル"}, "office make"},
    {"--out", {"write to another file", "別のファイルに書き出します"}, "office sign"},
    {"--out",
     {"where plan/ and activities-directory.csv are written",
      "plan/ と activities-directory.csv の書き出し先"},
     "plan"},
    {"--out",
     {"write the signed file instead of sending it; others add to it with office sign",
      "送信せず、署名済みのファイルを書き出します。ほかの人は office sign で署名を加えます"}},
    // enishi-demo.
    {"--events",
     {"an event list (CSV; Japanese or English columns)",
      "イベント一覧（CSV。列の名前は日本語か英語）"}},
    {"--purchases", {"lines of retail baskets (CSV)", "購買の明細（CSV）"}},
    {"--seed",
     {"who takes part follows from this number; default 1", "参加者を決める数。省略すると1"}},
};

constexpr Help kForms[] = {
    {"CODE", {"CODE", "コード"}},
    {"CSV", {"CSV", "CSVファイル"}},
    {"DIGITS", {"DIGITS", "数字"}},
    {"DIR", {"DIR", "フォルダー"}},
    {"FILE", {"FILE", "ファイル"}},
    {"HEX", {"HEX", "16進数"}},
    {"ID", {"ID", "口座番号"}},
    {"INDEX", {"INDEX", "番号"}},
    {"KEY", {"KEY", "公開鍵"}},
    {"KIND", {"KIND", "種類"}},
    {"LABEL", {"LABEL", "ラベル"}},
    {"MS", {"MS", "ミリ秒"}},
    {"N", {"N", "数"}},
    {"NAME", {"NAME", "名前"}},
    {"P", {"P", "先頭"}},
    {"PERIOD", {"PERIOD", "期間"}},
    {"PLAN", {"PLAN", "計画"}},
    {"PREFIX", {"PREFIX", "先頭"}},
    {"SECONDS", {"SECONDS", "秒"}},
    {"TEXT", {"TEXT", "文字列"}},
    {"VALUE", {"VALUE", "値"}},
    {"YYYY-MM-DD", {"YYYY-MM-DD", "年-月-日"}},
    {"hh:mm", {"hh:mm", "時:分"}},
    // Positional arguments, named like their values.
    {"ACCOUNT", {"ACCOUNT", "口座"}},
    {"AMOUNT", {"AMOUNT", "ポイント数"}},
    {"LOG", {"LOG", "ログ"}},
    {"SHOP", {"SHOP", "加盟店"}},
};

std::optional<Text> Find(std::span<const Help> rows, std::string_view name) {
  for (const Help& row : rows) {
    if (row.name == name) return row.text;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Text> ProgramHelp(std::string_view program) { return Find(kPrograms, program); }
std::optional<Text> GroupHelp(std::string_view group) { return Find(kGroups, group); }
std::optional<Text> CommandHelp(std::string_view command) { return Find(kCommands, command); }

std::optional<Text> OptionHelp(std::string_view command, std::string_view option) {
  for (const OptionRow& row : kOptions) {
    if (row.option == option && (row.command.empty() || row.command == command)) return row.text;
  }
  return std::nullopt;
}

std::string FormIn(std::string_view form, Language language) {
  std::string shown;
  while (!form.empty()) {
    // The longest word of the table wins: "NAME" before "N".
    const Help* best = nullptr;
    for (const Help& row : kForms) {
      if (form.starts_with(row.name) && (best == nullptr || row.name.size() > best->name.size())) {
        best = &row;
      }
    }
    const size_t word = std::min(form.find_first_of("|,:@=' "), form.size());
    if (best != nullptr && best->name.size() >= word) {
      shown += best->text.In(language);
      form.remove_prefix(best->name.size());
      continue;
    }
    const size_t taken = std::max<size_t>(word, 1);
    shown += form.substr(0, taken);
    form.remove_prefix(taken);
  }
  return shown;
}

}  // namespace enishi
