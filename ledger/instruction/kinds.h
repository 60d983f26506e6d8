#pragma once

#include <concepts>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "ledger/instruction/kinds/account.h"
#include "ledger/instruction/kinds/activity.h"
#include "ledger/instruction/kinds/charge.h"
#include "ledger/instruction/kinds/code.h"
#include "ledger/instruction/kinds/currency.h"
#include "ledger/instruction/kinds/expiry.h"
#include "ledger/instruction/kinds/key.h"
#include "ledger/instruction/kinds/ledger.h"
#include "ledger/instruction/kinds/participation.h"
#include "ledger/instruction/kinds/payment.h"
#include "ledger/instruction/kinds/post.h"
#include "ledger/instruction/kinds/programme.h"

// Every kind of instruction. A kind is one structure with its field list and its description in the
// header of its family, kinds/<family>.h; its rule is in ledger/rules/kinds/<family>.cc. The fields
// of a released (kind, v) never change. specs/instructions.md has a worked example of each.

namespace enishi {

/// The fields of a kind, without the header.
using Payload = std::variant<Genesis, RulesActivate, ClockAdvance, ExpirySweep, AccountOpen,
                             AccountEnrol, KeyAdd, KeyRevoke, PostCreate, PostAppoint, PostDismiss,
                             CurrencyCreate, ProgrammeCreate, ActivityCreate, ParticipationRecord,
                             ParticipationClaim, Charge, PaymentPay, PaymentCapture, CodeCancel>;

inline constexpr size_t kKindCount = std::variant_size_v<Payload>;

template <class P>
inline constexpr bool kAllDescribed = false;
template <class... Kind>
inline constexpr bool kAllDescribed<std::variant<Kind...>> = (DescribedKind<Kind> && ...);
static_assert(kAllDescribed<Payload>, "a kind needs a name, Fields() and Description()");

/// The name of the kind of a payload.
std::string_view KindName(const Payload& payload);
/// A payload of that kind with nothing in it, or nullopt if no kind has the name.
std::optional<Payload> EmptyPayload(std::string_view kind);

/// Calls visit(kind) with an empty structure of every kind, in the order of the variant.
template <class Visit>
void ForEachKind(const Visit& visit) {
  [&]<class... Kind>(std::type_identity<std::variant<Kind...>> /*all*/) {
    (visit(Kind{}), ...);
  }(std::type_identity<Payload>{});
}

// What the descriptions say of a payload; see KindDescription.

Command CommandOf(const Payload& payload);
Effect EffectOf(const Payload& payload);
Amount AmountOf(const Payload& payload);
Accounts ReadersOf(const Payload& payload);
/// Null for a kind that brings no key; the pointer is into the payload.
const PublicKey* NewKeyOf(const Payload& payload);
bool CodeIsSigned(const Payload& payload);
std::optional<Reference> ReferenceOf(const Payload& payload);
bool HasFacts(const Payload& payload);

}  // namespace enishi
