#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace enishi {

/// Why an instruction is refused. The order is the precedence: reasons are checked from top to
/// bottom, and the first that applies is the answer (specs/rejections.md, one test row each).
/// Names are part of the HTTP contract and never change; new ones may be added.
enum class Reason : uint8_t {
  // The bytes.
  kEnvelopeMalformed,
  kBodyTooLarge,
  kBodyMalformed,
  kVersionUnknown,
  kKindUnknown,
  kFieldMissing,
  kFieldUnknown,
  kFieldInvalid,
  kSignatureMissing,
  kSignatureDuplicate,
  kSignatureInvalid,
  kCodeSignatureInvalid,
  // The ledger and the clock.
  kGenesisMissing,
  kGenesisRepeated,
  kLedgerMismatch,
  kValidUntilPassed,
  kValidUntilTooFar,
  kIdTimeOutOfWindow,
  kIdConflict,
  // Who signs.
  kAccountUnknown,
  kAccountKindWrong,
  kKeyUnknown,
  kKeyRevoked,
  kKeyExpired,
  kKeyKindNotAllowed,
  kKeyAmountExceeded,
  kActorNotSigned,
  kRoleMissing,
  kQuorumNotMet,
  kSignerUnneeded,
  kSignerBenefits,
  kKeyNotSigned,
  // What it speaks of.
  kKeyReserved,
  kKeyInUse,
  kKeyNotHere,
  kKeyLast,
  kAlreadyEnrolled,
  kPostUnknown,
  kCurrencyUnknown,
  kProgrammeUnknown,
  kActivityUnknown,
  kShopUnknown,
  kParticipantUnknown,
  kHolderUnknown,
  kNameTaken,
  kAppointmentUnknown,
  kAppointmentOverlaps,
  kQuorumWouldBeLost,
  kLimitInvalid,
  kPeriodInvalid,
  kClockNotSimulated,
  kClockBackwards,
  kRulesUnknown,
  kNothingToExpire,
  // Taking part.
  kNotOrganiser,
  kAttendanceCodeWrong,
  kAttendanceCodeExpired,
  kNotEnrolled,
  kProgrammeNotOpen,
  kActivityNotStarted,
  kAlreadyParticipated,
  kActivityFull,
  kAwardTooLarge,
  kCapReached,
  kBudgetExhausted,
  // Paying.
  kAmountZero,
  kPaymentTooLarge,
  kCodeWrong,
  kCodeExpired,
  kCodeLivesTooLong,
  kCodePayeeRequired,
  kCodePayeeWrong,
  kCodeUsed,
  kCodeAmountExceeded,
  kLotsExpired,
  kInsufficientFunds,
  kAmountOverflow,
};

/// How many reasons there are; for tables and tests.
inline constexpr int kReasonCount = static_cast<int>(Reason::kAmountOverflow) + 1;

/// "insufficient_funds"; the stable name used in answers, exports and documents. What people read
/// is in ledger/messages/reasons.h.
std::string_view ReasonName(Reason reason);
/// The HTTP status that goes with it: 400 malformed, 401 signature, 403 authority, 404 unknown
/// object, 409 conflict with what is there, 413 too large, 422 a rule says no.
int HttpStatus(Reason reason);

/// A refusal: it changed nothing and lost nothing, and the same id may be used again.
struct Rejection {
  Reason reason;
  /// Which field, as a JSON Pointer into the body, or empty.
  std::string pointer = {};
  /// What exactly, for people, in English; never a balance, never a secret.
  std::string detail = {};
};

template <class T>
using Checked = Result<T, Rejection>;

}  // namespace enishi
