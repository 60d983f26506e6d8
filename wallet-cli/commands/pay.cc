#include <unistd.h>

#include <algorithm>
#include <utility>

#include "ledger/codes/payment_code.h"
#include "ledger/codes/shop_qr.h"
#include "ledger/messages/answers.h"
#include "ledger/messages/failures.h"
#include "ledger/messages/prompts.h"
#include "ledger/rules/limits.h"
#include "wallet-cli/commands/field_command.h"
#include "wallet-cli/commands/history.h"
#include "wallet-cli/terminal/prompt.h"
#include "wallet-cli/terminal/qr.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {
namespace {

// Puts what a shop's QR says where the options would be. The name is for the payer's eyes only.
Tried<std::string> AddFromQr(Workspace& workspace, const std::string& text, Arguments& arguments) {
  const auto qr = DecodeShopQr(text);
  if (!qr) return Failure{Exit::kRefused, "qr_wrong", qr.error().message};
  const auto info = workspace.Online();
  if (!info) return info.error();
  if (!(*info)->ledger || !qr->IsForLedger(*(*info)->ledger)) {
    return Failure{Exit::kRefused, "qr_wrong", "This QR code belongs to another ledger."};
  }
  if (qr->amount && (arguments.Has("AMOUNT") || arguments.Has("--amount"))) {
    return Usage("this QR code has its amount already");
  }
  arguments.Add("--shop", qr->shop.ToString());
  arguments.Add("--currency", qr->currency.text);
  if (qr->amount) arguments.Add("--amount", std::to_string(qr->amount->minor()));
  if (qr->reference) arguments.Add("--reference", qr->reference->text);
  return qr->japanese_name.empty() ? qr->name : qr->japanese_name;
}

Tried<Report> Send(Workspace& workspace, const Arguments& given, const CommandSpec& plain) {
  Arguments arguments = given;
  if (arguments.Has("--file") || arguments.Has("--each")) return plain.run(workspace, arguments);
  std::string shown_as;
  if (const auto text = given.Get("--qr")) {
    // A QR stands in the place of the shop, so a single value behind it is the amount.
    auto name = AddFromQr(workspace, *text, arguments);
    if (!name) return name.error();
    shown_as = *std::move(name);
    if (const auto amount = given.Get("SHOP")) arguments.Add("--amount", *amount);
  } else if (const auto shop = given.Get("SHOP")) {
    const auto account = workspace.AccountOf(*shop);
    if (!account) return account.error();
    arguments.Add("--shop", account->ToString());
  }
  if (const auto amount = given.Get("AMOUNT")) arguments.Add("--amount", *amount);
  const auto currency = workspace.CurrencyOr(arguments.Get("--currency"));
  if (!currency) return currency.error();
  arguments.Add("--currency", *currency);
  if (!arguments.Has("--amount")) return Usage("say how much to pay");
  const auto amount = NumberFrom(*arguments.Get("--amount"));
  if (!amount) return Usage("the amount is a whole number of points");
  if (!workspace.options().yes && !arguments.Has("--out")) {
    const std::string shop = arguments.GetOr("--shop", "");
    const auto agreed =
        AskYesNo(workspace.Say(texts::kConfirmPay, GroupThousands(*amount), *currency,
                               Printable(shown_as.empty() ? shop : shown_as + " (" + shop + ")")));
    if (!agreed) return agreed.error();
    if (!*agreed) {
      return Failure{Exit::kRefused, "cancelled", texts::kCancelled};
    }
  }
  return plain.run(workspace, arguments);
}

Tried<Report> ShowQr(const std::string& text, Json json, const std::string& below) {
  const auto qr =
      DrawQr(text, IsTerminal(STDOUT_FILENO) ? QrColours::kTerminal : QrColours::kPlain);
  if (!qr) return Usage(qr.error().message);
  return Report{std::move(json), *qr + text + "\n" + below};
}

Tried<Report> MakeCode(Workspace& workspace, const Arguments& arguments) {
  const auto payer = workspace.Actor();
  if (!payer) return payer.error();
  const auto info = workspace.Online();
  if (!info) return info.error();
  if (!(*info)->ledger) return Failure{Exit::kRefused, "genesis_missing", texts::kNoGenesis};
  const auto most = NumberFrom(*arguments.Get("--max-amount"));
  const auto amount = most ? Amount::From(*most) : std::nullopt;
  if (!amount) return Usage("--max-amount is an amount");
  const bool open = !arguments.Has("--payee");
  const uint64_t lives_max = (open ? kOpenCodeMsMax : kNamedCodeMsMax) / kSecondMs;
  const auto lives_s = NumberFrom(arguments.GetOr("--expires-in", "60"));
  if (!lives_s || *lives_s < 1 || static_cast<uint64_t>(*lives_s) > lives_max) {
    return Usage(open ? "--expires-in is 1 to 60 seconds without --payee"
                      : "--expires-in is 1 to 86400 seconds");
  }
  const auto name = workspace.CurrencyOr(arguments.Get("--currency"));
  if (!name) return name.error();
  auto currency = CurrencyCode::Parse(*name);
  if (!currency) return Usage("--currency: " + currency.error().message);
  PaymentCode code;
  code.ledger = *(*info)->ledger;
  code.payer = (*payer)->account;
  code.currency = *std::move(currency);
  code.amount_max = *amount;
  if (const auto shop = arguments.Get("--payee")) {
    const auto payee = workspace.AccountOf(*shop);
    if (!payee) return payee.error();
    code.payee = *payee;
  }
  const std::string nonce = RandomBytes(code.nonce.size());
  std::copy(nonce.begin(), nonce.end(), code.nonce.begin());
  code.valid_until = {workspace.LedgerTime().ms + static_cast<uint64_t>(*lives_s) * kSecondMs};
  const std::string text = EncodePaymentCode(code, (*payer)->key);
  return ShowQr(text, Json::Object{{"code", text}, {"valid_until", code.valid_until.ms}},
                workspace.Say(texts::kValidUntil, FormatJst(code.valid_until)) + "\n");
}

Tried<Report> MakeShopQr(Workspace& workspace, const Arguments& arguments) {
  const auto shop = workspace.Actor();
  if (!shop) return shop.error();
  const auto info = workspace.Online();
  if (!info) return info.error();
  if (!(*info)->ledger) return Failure{Exit::kRefused, "genesis_missing", texts::kNoGenesis};
  const auto name = workspace.CurrencyOr(arguments.Get("--currency"));
  if (!name) return name.error();
  auto currency = CurrencyCode::Parse(*name);
  if (!currency) return Usage("--currency: " + currency.error().message);
  ShopQr qr;
  qr.shop = (*shop)->account;
  qr.currency = *std::move(currency);
  const Hash& ledger = *(*info)->ledger;
  std::copy_n(ledger.begin(), qr.ledger_prefix.size(), qr.ledger_prefix.begin());
  qr.name = *arguments.Get("--name");
  qr.city = *arguments.Get("--city");
  qr.japanese_name = arguments.GetOr("--japanese-name", "");
  qr.postal_code = arguments.GetOr("--postal-code", "");
  qr.category = arguments.GetOr("--category", qr.category);
  if (const auto text = arguments.Get("--amount")) {
    const auto amount = NumberFrom(*text);
    if (!amount) return Usage("--amount is an amount");
    qr.amount = Amount::From(*amount);
  }
  if (const auto text = arguments.Get("--reference")) {
    auto reference = Reference::Parse(*text);
    if (!reference) return Usage("--reference: " + reference.error().message);
    qr.reference = *std::move(reference);
  }
  const auto text = EncodeShopQr(qr);
  if (!text) return Usage(text.error().message);
  return ShowQr(*text, Json::Object{{"qr", *text}}, "");
}

Tried<Report> Payments(Workspace& workspace, const Arguments& arguments) {
  const auto shop = workspace.Actor();
  if (!shop) return shop.error();
  const auto limit = LimitFrom(arguments);
  if (!limit) return limit.error();
  return ShowHistory(workspace, (*shop)->account, {*limit, "payment."});
}

}  // namespace

std::vector<CommandSpec> PayCommands() {
  const CommandSpec plain = FieldCommand("pay", "send", PaymentPay::kKind);
  CommandSpec send = plain;
  send.options.insert(send.options.begin(),
                      {{"SHOP", "ID|LABEL"}, {"AMOUNT", "N"}, {"--qr", "TEXT"}});
  send.run = [plain](Workspace& workspace, const Arguments& arguments) {
    return Send(workspace, arguments, plain);
  };
  return {send,
          {"pay",
           "code",
           {{"--max-amount", "N", true},
            {"--payee", "ID|LABEL"},
            {"--expires-in", "SECONDS"},
            {"--currency", "NAME"}},
           MakeCode},
          FieldCommand("pay", "cancel-code", CodeCancel::kKind)};
}

std::vector<CommandSpec> ShopCommands() {
  return {FieldCommand("shop", "capture", PaymentCapture::kKind),
          {"shop",
           "qr",
           {{"--name", "TEXT", true},
            {"--city", "TEXT", true},
            {"--japanese-name", "TEXT"},
            {"--postal-code", "TEXT"},
            {"--category", "DIGITS"},
            {"--amount", "N"},
            {"--reference", "TEXT"},
            {"--currency", "NAME"}},
           MakeShopQr},
          {"shop", "payments", {{"--limit", "N"}}, Payments}};
}

}  // namespace enishi
