#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/result.h"

namespace enishi {

/// Why an instruction is refused. An instruction passes four stages, and the first that finds
/// something refuses it; within a stage, and within a family of stage 4, reasons are checked in the
/// order of this list (specs/rejections.md, one test row each). A rule uses the reasons of its
/// family and of the shared ones, from top to bottom. A new family adds a section of its own. Names
/// are part of the HTTP contract and never change.
enum class Reason : uint16_t {
  // Stage 1, form: the decoder and VerifySignatures.
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
  // Stage 2, the ledger: header, time and id.
  kGenesisMissing,
  kGenesisRepeated,
  kLedgerMismatch,
  kValidUntilPassed,
  kValidUntilTooFar,
  kIdTimeOutOfWindow,
  kIdConflict,
  // Stage 3, authority: who acts and whose keys signed.
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
  // Stage 4, the rule of the kind. Keys and accounts:
  kKeyNotSigned,
  kKeyReserved,
  kKeyInUse,
  kKeyNotOnAccount,
  kKeyLast,
  kAlreadyEnrolled,
  // Objects that an instruction names:
  kPostUnknown,
  kCurrencyUnknown,
  kProgrammeUnknown,
  kActivityUnknown,
  kShopUnknown,
  kParticipantUnknown,
  kHolderUnknown,
  kNameTaken,
  // Posts:
  kAppointmentUnknown,
  kAppointmentOverlaps,
  kQuorumWouldBeLost,
  // Values:
  kLimitInvalid,
  kPeriodInvalid,
  // The ledger's settings:
  kClockNotSimulated,
  kClockBackwards,
  kRulesNotNewer,
  kRulesUnknown,
  // Expiry:
  kNothingToExpire,
  // Taking part:
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
  // Paying:
  kAmountZero,
  kPaymentTooLarge,
  // Payment codes:
  kCodeWrong,
  kCodeExpired,
  kCodeLifetimeTooLong,
  kCodePayeeRequired,
  kCodePayeeWrong,
  kCodeUsed,
  kCodeAmountExceeded,
  // Lots:
  kLotsExpired,
  kInsufficientFunds,
  kHoldingFull,
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
