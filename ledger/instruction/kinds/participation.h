#pragma once

#include <string_view>
#include <tuple>

#include "ledger/instruction/code_fields.h"
#include "ledger/instruction/fields.h"
#include "ledger/instruction/kinds/description.h"

// Taking part in an activity: participation.record, participation.claim.

namespace enishi {

/// Records that a person took part in an activity, and awards its points. Signed by the activity's
/// organiser.
struct ParticipationRecord {
  static constexpr std::string_view kKind = "participation.record";
  Code activity;
  AccountId participant;
  static constexpr auto Fields() {
    return std::tuple{Field{"activity", &ParticipationRecord::activity},
                      Field{"participant", &ParticipationRecord::participant}};
  }
  static constexpr auto Description() {
    return KindDescription<ParticipationRecord>{
        .command = Command{"office", "record"},
        .effect = Effect::kIssues,
        .amount = kNoAmount,
        .readers = [](const ParticipationRecord& record) { return Accounts{record.participant}; },
        .new_key = kNoNewKey,
        .code_is_signed = kNoCode,
        .reference = kNoReference,
        .facts = Facts::kCounted,
    };
  }
};

/// The same with the organiser's rotating code. Signed by the participant.
struct ParticipationClaim {
  static constexpr std::string_view kKind = "participation.claim";
  SignedAttendanceCode code;
  static constexpr auto Fields() { return std::tuple{Field{"code", &ParticipationClaim::code}}; }
  static constexpr auto Description() {
    return KindDescription<ParticipationClaim>{
        .command = Command{"account", "claim"},
        .effect = Effect::kIssues,
        .amount = kNoAmount,
        .readers =
            [](const ParticipationClaim& claim) { return Accounts{claim.code.code.organiser}; },
        .new_key = kNoNewKey,
        .code_is_signed =
            [](const ParticipationClaim& claim) { return claim.code.VerifySignature(); },
        .reference = kNoReference,
        .facts = Facts::kCounted,
    };
  }
};

}  // namespace enishi
