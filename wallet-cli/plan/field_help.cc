#include "wallet-cli/plan/field_help.h"

namespace enishi {
namespace {

struct Help {
  std::string_view field;
  std::string_view text;
  std::string_view kind = {};  // none: any kind that has the field, but those with a row before
};

constexpr Help kHelps[] = {
    {"activity", "a new name for the activity", "activity.create"},
    {"activity", "the activity's name"},
    {"administrators", "the founders; each of them signs"},
    {"amount", "how many points"},
    {"amount_max", "the most that the key may sign for at once"},
    {"award", "points for taking part; 0 counts people only"},
    {"award_max", "the most points for taking part in one activity"},
    {"budget", "the most points that are given in all"},
    {"capacity", "the most people that can take part"},
    {"caps", "the most points for one person: day, week, month, fiscal_year, programme"},
    {"clock", "simulated for demonstrations and tests"},
    {"code", "the text that the organiser's code shows", "participation.claim"},
    {"code", "the text that the payer's code shows"},
    {"currency", "a new short name", "currency.create"},
    {"currency", "otherwise the ledger's only one"},
    {"custody", "in whose hands the key is"},
    {"details", "the salted hash of what the activity is called and where it is"},
    {"ends_at", "when it ends"},
    {"ends_on", "the last day on which its activities begin"},
    {"enrolled", "the person was identified and can be awarded"},
    {"expires_on", "the last day on which its points can be spent"},
    {"fiscal_year", "the year whose budget it is, such as 2026"},
    {"from", "the first day in office"},
    {"holder", "what the account is", "account.open"},
    {"holder", "the official's account"},
    {"issuer", "the issuing municipality's six digits"},
    {"key", "the key that is revoked", "key.revoke"},
    {"key", "the new public key; it signs too"},
    {"kinds", "the only kinds of instructions that the key may sign"},
    {"log_key", "otherwise the server's"},
    {"municipality", "six digits"},
    {"open_code_max", "the largest payment code without a payee"},
    {"organiser", "the community or official that says who took part"},
    {"origin", "otherwise the server's"},
    {"paid_months", "how many months bought points last; for ever where left out"},
    {"participant", "whose account"},
    {"payment_max", "the largest payment"},
    {"post", "a new name for the post", "post.create"},
    {"post", "the post's name"},
    {"programme", "a new name for the programme", "programme.create"},
    {"programme", "the programme's name"},
    {"quorum", "how many officials sign what one alone may not"},
    {"reference", "a number of your own for it; no personal data"},
    {"roles", "what its holders may do"},
    {"rules", "otherwise the server's"},
    {"service_key", "otherwise the server's"},
    {"shop", "the shop's account"},
    {"starts_at", "when it begins"},
    {"starts_on", "the first day on which its activities begin"},
    {"to", "the new time"},
    {"until", "the last day on which the key may sign", "key.add"},
    {"until", "the last day in office"},
    {"version", "the version to go to"},
};

}  // namespace

std::string_view FieldHelp(std::string_view kind, std::string_view field) {
  for (const Help& help : kHelps) {
    if (help.field == field && (help.kind.empty() || help.kind == kind)) return help.text;
  }
  return {};
}

}  // namespace enishi
