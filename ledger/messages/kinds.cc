#include "ledger/messages/kinds.h"

#include <span>
#include <string>

namespace enishi {
namespace {

struct Title {
  std::string_view name;
  Text text;
};

constexpr Title kKinds[] = {
    {"account.enrol", {"enrolment of a participant", "参加者の登録"}},
    {"account.open", {"opening of an account", "口座の開設"}},
    {"activity.create", {"announcement of an activity", "活動の登録"}},
    {"charge", {"sale of points", "チャージ"}},
    {"clock.advance", {"advance of the clock", "時計の変更"}},
    {"code.cancel", {"cancellation of a payment code", "支払いコードの取消し"}},
    {"currency.create", {"creation of a currency", "通貨の作成"}},
    {"expiry.sweep", {"expiry of points", "ポイントの失効"}},
    {"genesis", {"founding of the ledger", "台帳の開設"}},
    {"key.add", {"addition of a key", "鍵の追加"}},
    {"key.revoke", {"revocation of a key", "鍵の失効"}},
    {"participation.claim", {"participation by code", "参加（コード）"}},
    {"participation.record", {"participation by list", "参加（名簿）"}},
    {"payment.capture", {"payment by code", "支払い（コード）"}},
    {"payment.pay", {"payment", "支払い"}},
    {"post.appoint", {"appointment", "任命"}},
    {"post.create", {"creation of a post", "役職の作成"}},
    {"post.dismiss", {"dismissal", "解任"}},
    {"programme.create", {"creation of a programme", "事業の作成"}},
    {"rules.activate", {"change of the rules' version", "規則の版の変更"}},
};

constexpr Title kFields[] = {
    {"account", {"account", "口座"}},
    {"activity", {"activity", "活動"}},
    {"administrators", {"administrators", "管理者"}},
    {"amount", {"amount", "ポイント数"}},
    {"amount_max", {"largest amount", "上限額"}},
    {"available", {"available", "利用可能"}},
    {"award", {"award", "付与ポイント"}},
    {"award_max", {"largest award", "付与の上限"}},
    {"balances", {"balances", "残高"}},
    {"bonus", {"bonus", "無償"}},
    {"budget", {"budget", "予算"}},
    {"capacity", {"capacity", "定員"}},
    {"caps", {"limits for one person", "一人あたりの上限"}},
    {"clock", {"clock", "時計"}},
    {"code", {"code", "コード"}},
    {"counterparty", {"counterparty", "相手"}},
    {"currency", {"currency", "通貨"}},
    {"custody", {"custody", "保管者"}},
    {"details", {"digest of the description", "説明のハッシュ値"}},
    {"ends_at", {"ends at", "終了日時"}},
    {"ends_on", {"last day", "最終日"}},
    {"enrolled", {"enrolled", "参加者登録"}},
    {"expires_on", {"points expire on", "ポイントの有効期限"}},
    {"fiscal_year", {"fiscal year", "年度"}},
    {"from", {"from", "初日"}},
    {"holder", {"holder", "口座の種類・持ち主"}},
    {"id", {"id", "ID（番号）"}},
    {"index", {"entry", "記録番号"}},
    {"issuer", {"issuer", "発行自治体"}},
    {"key", {"key", "鍵"}},
    {"keys", {"keys", "鍵の一覧"}},
    {"kind", {"kind", "種類"}},
    {"kinds", {"allowed kinds", "できる手続き"}},
    {"ledger", {"ledger", "台帳"}},
    {"log_key", {"key of the log", "ログの鍵"}},
    {"municipality", {"municipality", "自治体コード"}},
    {"open_code_max", {"largest code without a payee", "支払先なしコードの上限"}},
    {"opened_at", {"opened at", "開設日時"}},
    {"organiser", {"organiser", "主催者"}},
    {"origin", {"name of the log", "ログの名前"}},
    {"paid", {"paid", "有償"}},
    {"paid_months", {"months that bought points last", "購入分の有効月数"}},
    {"participant", {"participant", "参加者"}},
    {"payment_max", {"largest payment", "支払いの上限"}},
    {"period", {"period", "期間"}},
    {"post", {"post", "役職"}},
    {"posts", {"posts", "役職の一覧"}},
    {"programme", {"programme", "事業"}},
    {"quorum", {"signatures needed", "必要な署名の数"}},
    {"reference", {"reference", "照会番号"}},
    {"replaces", {"replaces", "置き換える手続き"}},
    {"roles", {"roles", "役割"}},
    {"rules", {"version of the rules", "規則の版"}},
    {"service_key", {"key of the service", "サービスの鍵"}},
    {"shop", {"shop", "加盟店"}},
    {"starts_at", {"starts at", "開始日時"}},
    {"starts_on", {"first day", "開始日"}},
    {"to", {"new time", "変更後の時刻"}},
    {"until", {"until", "期限"}},
    {"v", {"version", "版"}},
    {"valid_until", {"valid until", "手続きの有効期限"}},
    {"version", {"version", "版"}},
};

constexpr Title kValues[] = {
    {"account", {"account", "口座"}},
    {"administrator", {"administrator", "管理者"}},
    {"auditor", {"auditor", "監査担当"}},
    {"cashier", {"cashier", "窓口担当"}},
    {"clearing", {"clearing", "精算中"}},
    {"community", {"community", "団体"}},
    {"coordinator", {"coordinator", "活動担当"}},
    {"day", {"day", "日"}},
    {"evaluator", {"evaluator", "評価担当"}},
    {"expired", {"expired", "失効"}},
    {"false", {"no", "いいえ"}},
    {"fiscal_year", {"fiscal year", "年度"}},
    {"holder", {"the holder", "本人"}},
    {"issued", {"issued", "発行"}},
    {"issuer", {"the issuer", "発行者"}},
    {"month", {"month", "月"}},
    {"official", {"official", "職員"}},
    {"participant", {"participant", "参加者"}},
    {"planner", {"planner", "事業担当"}},
    {"programme", {"programme", "事業期間"}},
    {"real", {"real", "実時間"}},
    {"redeemed", {"redeemed", "精算済み"}},
    {"registrar", {"registrar", "登録担当"}},
    {"shop", {"shop", "加盟店"}},
    {"simulated", {"simulated", "模擬"}},
    {"true", {"yes", "はい"}},
    {"week", {"week", "週"}},
    {"withdrawn", {"withdrawn", "取下げ"}},
};

struct Help {
  std::string_view field;
  Text text;
  std::string_view kind = {};  // empty: every kind that has the field and no row of its own before
};

constexpr Help kHelps[] = {
    {"activity", {"a new name for the activity", "新しい活動の名前（英数字）"}, "activity.create"},
    {"activity", {"the activity's name", "活動の名前"}},
    {"administrators", {"the founders; each of them signs", "最初の管理者。全員が署名します"}},
    {"amount", {"how many points", "ポイント数"}},
    {"amount_max",
     {"the largest amount that the key may sign for at once", "この鍵で1回に署名できる上限額"}},
    {"award",
     {"points for taking part; 0 counts people only",
      "参加1回のポイント。0なら人数だけを数えます"}},
    {"award_max", {"the largest award for one activity", "1つの活動で付与できるポイントの上限"}},
    {"budget", {"the total of all awards, at most", "付与の合計の上限（予算）"}},
    {"capacity", {"how many people can take part", "定員"}},
    {"caps",
     {"the largest sum of awards for one person in a day, week, month, fiscal_year or programme",
      "一人あたりの付与の上限。day（日）・week（週）・month（月）・fiscal_year（年度）・"
      "programme（事業期間）ごと"}},
    {"clock", {"simulated for demonstrations and tests", "実演や試験では simulated（模擬）"}},
    {"code", {"the text of the organiser's code", "主催者のコードの文字列"}, "participation.claim"},
    {"code", {"the text of the payer's code", "支払う方のコードの文字列"}},
    {"currency", {"a new short name", "新しい通貨の略称（英大文字）"}, "currency.create"},
    {"currency",
     {"the currency; by default the ledger's only one", "通貨。1つしかなければ省略できます"}},
    {"custody", {"who holds the key", "鍵の保管者"}},
    {"details",
     {"the salted hash of the activity's title and place",
      "活動の名称と場所の、ソルト付きハッシュ値"}},
    {"ends_at", {"when it ends", "終了日時"}},
    {"ends_on", {"the last day on which its activities begin", "活動を開始できる最終日"}},
    {"enrolled",
     {"the person was identified and can be awarded", "本人確認済みで、ポイントを付与できます"}},
    {"expires_on", {"the last day on which its points can be spent", "ポイントを使える最終日"}},
    {"fiscal_year", {"the year whose budget it is, such as 2026", "予算の年度（例：2026）"}},
    {"from", {"the first day in office", "着任日"}},
    {"holder", {"what the account is", "口座の種類"}, "account.open"},
    {"holder", {"the official's account", "職員の口座"}},
    {"issuer", {"the issuing municipality's six digits", "発行する自治体のコード（6桁）"}},
    {"key", {"the key to revoke", "失効する鍵"}, "key.revoke"},
    {"key", {"the new public key; it signs too", "新しい公開鍵。この鍵も署名します"}},
    {"kinds",
     {"the only kinds of instructions that the key may sign",
      "この鍵で署名できる手続きの種類（これ以外は不可）"}},
    {"log_key",
     {"the log's public key; by default the server's", "ログの公開鍵。省略するとサーバーのもの"}},
    {"municipality", {"six digits", "自治体コード（6桁）"}},
    {"open_code_max",
     {"the largest payment code without a payee", "支払先を指定しない支払いコードの上限額"}},
    {"organiser",
     {"the community or official that records who took part", "参加者を記録する団体または職員"}},
    {"origin", {"the log's name; by default the server's", "ログの名前。省略するとサーバーのもの"}},
    {"paid_months",
     {"how many months bought points last; without end if left out",
      "購入したポイントの有効月数。省略すると無期限"}},
    {"participant", {"whose account", "参加者の口座"}},
    {"payment_max", {"the largest payment", "1回の支払いの上限"}},
    {"post", {"a new name for the post", "新しい役職の名前（英数字）"}, "post.create"},
    {"post", {"the post's name", "役職の名前"}},
    {"programme",
     {"a new name for the programme", "新しい事業の名前（英数字）"},
     "programme.create"},
    {"programme", {"the programme's name", "事業の名前"}},
    {"quorum",
     {"how many officials sign what one alone may not", "一人では行えない手続きに必要な署名の数"}},
    {"reference",
     {"a number of your own for it; no personal data", "自分で付ける照会番号。個人情報は不可"}},
    {"roles", {"what its holders may do", "この役職でできること（役割）"}},
    {"rules",
     {"the rules' version; by default the server's", "規則の版。省略するとサーバーのもの"}},
    {"service_key",
     {"the service's public key; by default the server's",
      "サービスの公開鍵。省略するとサーバーのもの"}},
    {"shop", {"the shop's account", "加盟店の口座"}},
    {"starts_at", {"when it begins", "開始日時"}},
    {"starts_on", {"the first day on which its activities begin", "活動を開始できる最初の日"}},
    {"to", {"the new time", "変更後の時刻"}},
    {"until", {"the last day on which the key may sign", "この鍵で署名できる最終日"}, "key.add"},
    {"until", {"the last day in office", "任期の最終日"}},
    {"version", {"the version to change to", "変更後の版"}},
};

std::optional<Text> Find(std::span<const Title> titles, std::string_view name) {
  for (const Title& title : titles) {
    if (title.name == name) return title.text;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Text> KindTitle(std::string_view kind) { return Find(kKinds, kind); }
std::optional<Text> FieldTitle(std::string_view field) { return Find(kFields, field); }
std::optional<Text> ValueTitle(std::string_view value) { return Find(kValues, value); }

std::optional<Text> FieldHelp(std::string_view kind, std::string_view field) {
  for (const Help& help : kHelps) {
    if (help.field == field && (help.kind.empty() || help.kind == kind)) return help.text;
  }
  return std::nullopt;
}

Bilingual TitleOr(const std::optional<Text>& title, std::string_view name) {
  return title ? Bilingual(*title) : Bilingual(std::string(name));
}

}  // namespace enishi
