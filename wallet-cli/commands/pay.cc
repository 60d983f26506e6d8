#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "ledger/base/typed_text.h"
#include "ledger/codes/payment_code.h"
#include "ledger/codes/shop_qr.h"
#include "ledger/messages/answers.h"
#include "ledger/messages/failures.h"
#include "ledger/messages/prompts.h"
#include "ledger/messages/wallet.h"
#include "ledger/rules/limits.h"
#include "wallet-cli/commands/field_command.h"
#include "wallet-cli/commands/history.h"
#include "wallet-cli/commands/number_option.h"
#include "wallet-cli/terminal/prompt.h"
#include "wallet-cli/terminal/qr.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {
namespace {

// Sets the options from a shop's QR code. Its name is shown to the payer and not sent.
Tried<Unit> AddFromQr(Workspace& workspace, const std::string& text, Arguments& arguments) {
  const auto qr = DecodeShopQr(text);
  if (!qr) return Failure{Exit::kRefused, "qr_wrong", Fill(texts::kQrWrong, qr.error().message)};
  const auto info = workspace.Online();
  if (!info) return info.error();
  if (!(*info)->ledger || !qr->IsForLedger(*(*info)->ledger)) {
    return Failure{Exit::kRefused, "qr_wrong", texts::kQrForeign};
  }
  if (qr->amount && (arguments.Has("AMOUNT") || arguments.Has("--amount"))) {
    return Usage(texts::kQrHasAmount);
  }
  arguments.Add("--shop", qr->shop.ToString());
  arguments.Add("--currency", qr->currency.text);
  if (qr->amount) arguments.Add("--amount", std::to_string(qr->amount->minor()));
  if (qr->reference) arguments.Add("--reference", qr->reference->text);
  workspace.SetName(qr->shop, qr->japanese_name.empty() ? qr->name : qr->japanese_name);
  return Unit{};
}

// Sets --shop, --amount and --currency from the positional arguments, the QR code and the ledger.
Tried<Unit> CompletePayment(Workspace& workspace, Arguments& arguments) {
  if (const auto text = arguments.Get("--qr")) {
    // The QR code replaces SHOP, so a single positional argument is the amount.
    if (const auto amount = arguments.Get("SHOP")) arguments.Add("AMOUNT", *amount);
    if (auto added = AddFromQr(workspace, *text, arguments); !added) return added.error();
  } else if (const auto shop = arguments.Get("SHOP")) {
    const auto account = workspace.AccountOf(*shop);
    if (!account) return account.error();
    arguments.Add("--shop", account->ToString());
  }
  if (const auto amount = arguments.Get("AMOUNT")) arguments.Add("--amount", *amount);
  if (!arguments.Has("--amount")) return Usage(texts::kSayHowMuch);
  const auto currency = workspace.CurrencyOr(arguments.Get("--currency"));
  if (!currency) return currency.error();
  arguments.Add("--currency", *currency);
  return Unit{};
}

// Unlocks the keyring, then shows what will be signed and asks.
Tried<bool> IsConfirmed(Workspace& workspace, const Arguments& arguments) {
  const auto amount = AmountFrom(*arguments.Get("--amount"));
  if (!amount) return amount.error();
  if (workspace.options().yes || arguments.Has("--out")) return true;
  if (const auto actor = workspace.Actor(); !actor) return actor.error();
  const std::string typed = arguments.GetOr("--shop", "");
  const auto shop = workspace.AccountOf(typed);
  if (!shop) return shop.error();
  return AskYesNo(
      workspace.Say(texts::kConfirmPay, GroupThousands(amount->minor()),
                    Printable(*arguments.Get("--currency")), Printable(workspace.NameOf(*shop))),
      workspace.language());
}

Tried<Report> Send(Workspace& workspace, const Arguments& given, const CommandSpec& plain) {
  Arguments arguments = given;
  if (arguments.Has("--file") || arguments.Has("--each")) return plain.run(workspace, arguments);
  if (auto done = CompletePayment(workspace, arguments); !done) return done.error();
  const auto confirmed = IsConfirmed(workspace, arguments);
  if (!confirmed) return confirmed.error();
  if (!*confirmed) return Failure{Exit::kRefused, "cancelled", texts::kCancelled};
  return plain.run(workspace, arguments);
}

Tried<Report> ShowQr(const std::string& text, Json json, const std::string& below) {
  const auto qr =
      DrawQr(text, IsTerminal(STDOUT_FILENO) ? QrColours::kTerminal : QrColours::kPlain);
  if (!qr) return Usage(texts::kQrTooLong);
  return Report{std::move(json), *qr + text + "\n" + below};
}

// The ledger's hash and the currency of a code that is made now.
struct CodeLedger {
  Hash ledger{};
  CurrencyCode currency;
};

Tried<CodeLedger> CodeLedgerOf(Workspace& workspace, const Arguments& arguments) {
  const auto info = workspace.Online();
  if (!info) return info.error();
  if (!(*info)->ledger) return Failure{Exit::kRefused, "genesis_missing", texts::kNoGenesis};
  const auto name = workspace.CurrencyOr(arguments.Get("--currency"));
  if (!name) return name.error();
  auto currency = CurrencyCode::Parse(NarrowWidth(TrimSpace(*name)));
  if (!currency) return Within("--currency", Usage(Fill(texts::kMustHaveForm, "NAME")));
  return CodeLedger{*(*info)->ledger, *std::move(currency)};
}

Tried<Report> MakeCode(Workspace& workspace, const Arguments& arguments) {
  const auto payer = workspace.Actor();
  if (!payer) return payer.error();
  const auto amount = AmountFrom(*arguments.Get("--max-amount"));
  if (!amount) return Within("--max-amount", amount.error());
  const bool open = !arguments.Has("--payee");
  const uint64_t expires_in_ms_max = open ? kOpenCodeMsMax : kNamedCodeMsMax;
  const auto expires_in_s = NumberFrom("--expires-in", arguments.GetOr("--expires-in", "60"),
                                       {1, static_cast<int64_t>(expires_in_ms_max / kSecondMs)});
  if (!expires_in_s) return expires_in_s.error();
  const auto ledger = CodeLedgerOf(workspace, arguments);
  if (!ledger) return ledger.error();
  PaymentCode code;
  code.ledger = ledger->ledger;
  code.payer = (*payer)->account;
  code.currency = ledger->currency;
  code.amount_max = *amount;
  std::string taker = workspace.Say(texts::kAnyShop);
  if (const auto shop = arguments.Get("--payee")) {
    const auto payee = workspace.AccountOf(*shop);
    if (!payee) return payee.error();
    code.payee = *payee;
    taker = workspace.NameOf(*payee);
  }
  const std::string nonce = RandomBytes(code.nonce.size());
  std::copy(nonce.begin(), nonce.end(), code.nonce.begin());
  code.valid_until = {workspace.LedgerTime().ms + static_cast<uint64_t>(*expires_in_s) * kSecondMs};
  const std::string text = EncodePaymentCode(code, (*payer)->key);
  return ShowQr(
      text, Json::object({{"code", text}, {"valid_until", code.valid_until.ms}}),
      workspace.Say(texts::kCodeFor, GroupThousands(amount->minor()), code.currency.text, taker) +
          "\n" + workspace.Say(texts::kValidUntil, FormatJst(code.valid_until)) + "\n");
}

Tried<Report> MakeShopQr(Workspace& workspace, const Arguments& arguments) {
  const auto shop = workspace.Actor();
  if (!shop) return shop.error();
  const auto ledger = CodeLedgerOf(workspace, arguments);
  if (!ledger) return ledger.error();
  ShopQr qr;
  qr.shop = (*shop)->account;
  qr.currency = ledger->currency;
  std::copy_n(ledger->ledger.begin(), qr.ledger_prefix.size(), qr.ledger_prefix.begin());
  qr.name = *arguments.Get("--name");
  qr.city = *arguments.Get("--city");
  qr.japanese_name = arguments.GetOr("--japanese-name", "");
  qr.postal_code = arguments.GetOr("--postal-code", "");
  qr.category = arguments.GetOr("--category", qr.category);
  if (const auto text = arguments.Get("--amount")) {
    const auto amount = AmountFrom(*text);
    if (!amount) return amount.error();
    qr.amount = *amount;
  }
  if (const auto text = arguments.Get("--reference")) {
    auto reference = Reference::Parse(*text);
    if (!reference) return Within("--reference", Usage(Fill(texts::kMustHaveForm, "TEXT")));
    qr.reference = *std::move(reference);
  }
  const auto text = EncodeShopQr(qr);
  if (!text) return Usage(Fill(texts::kShopQrWrong, text.error().message));
  return ShowQr(*text, Json::object({{"qr", *text}}), "");
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
