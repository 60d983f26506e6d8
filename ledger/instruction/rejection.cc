#include "ledger/instruction/rejection.h"

#include <array>

namespace enishi {
namespace {

struct Row {
  Reason reason;
  int http_status;
  std::string_view name;
};

// In the order of the enumeration, which a test holds.
// clang-format off
constexpr std::array<Row, kReasonCount> kRows = {{
    {Reason::kEnvelopeMalformed, 400, "envelope_malformed"},
    {Reason::kBodyTooLarge, 413, "body_too_large"},
    {Reason::kBodyMalformed, 400, "body_malformed"},
    {Reason::kVersionUnknown, 400, "version_unknown"},
    {Reason::kKindUnknown, 400, "kind_unknown"},
    {Reason::kFieldMissing, 400, "field_missing"},
    {Reason::kFieldUnknown, 400, "field_unknown"},
    {Reason::kFieldInvalid, 400, "field_invalid"},
    {Reason::kSignatureMissing, 401, "signature_missing"},
    {Reason::kSignatureDuplicate, 400, "signature_duplicate"},
    {Reason::kSignatureInvalid, 401, "signature_invalid"},
    {Reason::kCodeSignatureInvalid, 401, "code_signature_invalid"},
    {Reason::kGenesisMissing, 409, "genesis_missing"},
    {Reason::kGenesisRepeated, 409, "genesis_repeated"},
    {Reason::kLedgerMismatch, 409, "ledger_mismatch"},
    {Reason::kValidUntilPassed, 422, "valid_until_passed"},
    {Reason::kValidUntilTooFar, 422, "valid_until_too_far"},
    {Reason::kIdTimeOutOfWindow, 422, "id_time_out_of_window"},
    {Reason::kIdConflict, 409, "id_conflict"},
    {Reason::kAccountUnknown, 404, "account_unknown"},
    {Reason::kAccountKindWrong, 403, "account_kind_wrong"},
    {Reason::kKeyUnknown, 403, "key_unknown"},
    {Reason::kKeyRevoked, 403, "key_revoked"},
    {Reason::kKeyExpired, 403, "key_expired"},
    {Reason::kKeyKindNotAllowed, 403, "key_kind_not_allowed"},
    {Reason::kKeyAmountExceeded, 403, "key_amount_exceeded"},
    {Reason::kActorNotSigned, 403, "actor_not_signed"},
    {Reason::kRoleMissing, 403, "role_missing"},
    {Reason::kQuorumNotMet, 403, "quorum_not_met"},
    {Reason::kSignerUnneeded, 403, "signer_unneeded"},
    {Reason::kSignerBenefits, 403, "signer_benefits"},
    {Reason::kKeyNotSigned, 403, "key_not_signed"},
    {Reason::kKeyReserved, 409, "key_reserved"},
    {Reason::kKeyInUse, 409, "key_in_use"},
    {Reason::kKeyNotOnAccount, 404, "key_not_on_account"},
    {Reason::kKeyLast, 409, "key_last"},
    {Reason::kAlreadyEnrolled, 409, "already_enrolled"},
    {Reason::kPostUnknown, 404, "post_unknown"},
    {Reason::kCurrencyUnknown, 404, "currency_unknown"},
    {Reason::kProgrammeUnknown, 404, "programme_unknown"},
    {Reason::kActivityUnknown, 404, "activity_unknown"},
    {Reason::kShopUnknown, 404, "shop_unknown"},
    {Reason::kParticipantUnknown, 404, "participant_unknown"},
    {Reason::kHolderUnknown, 404, "holder_unknown"},
    {Reason::kNameTaken, 409, "name_taken"},
    {Reason::kAppointmentUnknown, 404, "appointment_unknown"},
    {Reason::kAppointmentOverlaps, 409, "appointment_overlaps"},
    {Reason::kQuorumWouldBeLost, 409, "quorum_would_be_lost"},
    {Reason::kLimitInvalid, 422, "limit_invalid"},
    {Reason::kPeriodInvalid, 422, "period_invalid"},
    {Reason::kClockNotSimulated, 409, "clock_not_simulated"},
    {Reason::kClockBackwards, 409, "clock_backwards"},
    {Reason::kRulesNotNewer, 409, "rules_not_newer"},
    {Reason::kRulesUnknown, 409, "rules_unknown"},
    {Reason::kNothingToExpire, 409, "nothing_to_expire"},
    {Reason::kNotOrganiser, 403, "not_organiser"},
    {Reason::kAttendanceCodeWrong, 422, "attendance_code_wrong"},
    {Reason::kAttendanceCodeExpired, 422, "attendance_code_expired"},
    {Reason::kNotEnrolled, 422, "not_enrolled"},
    {Reason::kProgrammeNotOpen, 422, "programme_not_open"},
    {Reason::kActivityNotStarted, 422, "activity_not_started"},
    {Reason::kAlreadyParticipated, 409, "already_participated"},
    {Reason::kActivityFull, 422, "activity_full"},
    {Reason::kAwardTooLarge, 422, "award_too_large"},
    {Reason::kCapReached, 422, "cap_reached"},
    {Reason::kBudgetExhausted, 422, "budget_exhausted"},
    {Reason::kAmountZero, 422, "amount_zero"},
    {Reason::kPaymentTooLarge, 422, "payment_too_large"},
    {Reason::kCodeWrong, 422, "code_wrong"},
    {Reason::kCodeExpired, 422, "code_expired"},
    {Reason::kCodeLifetimeTooLong, 422, "code_lifetime_too_long"},
    {Reason::kCodePayeeRequired, 422, "code_payee_required"},
    {Reason::kCodePayeeWrong, 403, "code_payee_wrong"},
    {Reason::kCodeUsed, 409, "code_used"},
    {Reason::kCodeAmountExceeded, 422, "code_amount_exceeded"},
    {Reason::kLotsExpired, 422, "lots_expired"},
    {Reason::kInsufficientFunds, 422, "insufficient_funds"},
    {Reason::kHoldingFull, 422, "holding_full"},
    {Reason::kAmountOverflow, 422, "amount_overflow"},
}};
// clang-format on

const Row& RowOf(Reason reason) { return kRows.at(static_cast<size_t>(reason)); }

constexpr bool RowsAreInOrder() {
  for (size_t i = 0; i < kRows.size(); ++i) {
    if (kRows[i].reason != static_cast<Reason>(i)) return false;
  }
  return true;
}
static_assert(RowsAreInOrder());

}  // namespace

std::string_view ReasonName(Reason reason) { return RowOf(reason).name; }
int HttpStatus(Reason reason) { return RowOf(reason).http_status; }

}  // namespace enishi
