#include "wallet-cli/commands/acceptance.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "ledger/messages/answers.h"
#include "ledger/messages/wallet.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {
namespace {

// What the instruction did, or empty for a kind whose acceptance says it all.
std::string EffectText(Workspace& workspace, const Payload& payload) {
  if (const auto* pay = std::get_if<PaymentPay>(&payload)) {
    return workspace.Say(texts::kPaidTo, GroupThousands(pay->amount.minor()), pay->currency.text,
                         workspace.NameOf(pay->shop));
  }
  if (const auto* capture = std::get_if<PaymentCapture>(&payload)) {
    const PaymentCode& code = capture->code.code;
    return workspace.Say(texts::kTakenFrom, GroupThousands(capture->amount.minor()),
                         code.currency.text, workspace.NameOf(code.payer));
  }
  if (const auto* charge = std::get_if<Charge>(&payload)) {
    return workspace.Say(texts::kChargedTo, GroupThousands(charge->amount.minor()),
                         charge->currency.text, workspace.NameOf(charge->participant));
  }
  if (const auto* claim = std::get_if<ParticipationClaim>(&payload)) {
    return workspace.Say(texts::kClaimed, claim->code.code.activity.text);
  }
  return {};
}

bool ChangesOwnBalance(const Payload& payload) {
  return std::holds_alternative<PaymentPay>(payload) ||
         std::holds_alternative<PaymentCapture>(payload) ||
         std::holds_alternative<ParticipationClaim>(payload);
}

// One line for each currency; nullopt if the server does not give the balance.
std::optional<std::string> BalanceText(Workspace& workspace, const AccountId& account) {
  const auto actor = workspace.Actor();
  if (!actor || (*actor)->account != account) return std::nullopt;
  workspace.client().set_patience(std::chrono::seconds(2));
  const auto lots = workspace.client().Get("/v1/accounts/" + account.ToString() + "/lots", *actor);
  const Json* balances = lots ? Find(*lots, "balances") : nullptr;
  if (balances == nullptr || AsArray(*balances) == nullptr) return std::nullopt;
  std::string text;
  for (const Json& balance : *AsArray(*balances)) {
    text += workspace.Say(texts::kBalanceNow, GroupThousands(IntegerOf(balance, "available")),
                          TextOf(balance, "currency")) +
            "\n";
  }
  return text;
}

std::string AcceptanceText(Workspace& workspace, const Json& answer,
                           const Instruction& instruction) {
  std::string text = EffectText(workspace, instruction.payload);
  if (!text.empty()) text += "\n";
  const Json* repeated = Find(answer, "repeated");
  const bool again = repeated != nullptr && AsBool(*repeated) != nullptr && *AsBool(*repeated);
  const std::string time = FormatJst({static_cast<uint64_t>(IntegerOf(answer, "committed_at"))});
  const int64_t index = IntegerOf(answer, "index");
  text += again ? workspace.Say(texts::kRepeated, index, time)
                : workspace.Say(texts::kAccepted, index, time);
  text += "\n";
  if (!ChangesOwnBalance(instruction.payload)) return text;
  const auto balance = BalanceText(workspace, instruction.header.account);
  return text + (balance ? *balance : workspace.Say(texts::kBalanceUnread) + "\n");
}

}  // namespace

Tried<Report> AcceptanceReport(Workspace& workspace, Tried<Json> answer,
                               const Instruction& instruction) {
  if (!answer) return answer.error();
  if (workspace.options().json) return Report{*std::move(answer), ""};
  std::string text = AcceptanceText(workspace, *answer, instruction);
  return Report{*std::move(answer), std::move(text)};
}

}  // namespace enishi
