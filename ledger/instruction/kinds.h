#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include "ledger/codes/attendance_code.h"
#include "ledger/codes/payment_code.h"
#include "ledger/instruction/fields.h"

// Every kind of instruction: one structure and one field list each. What a kind does is one rule,
// in the chapter of ledger/rules named in its comment. The fields of a released (kind, v) never
// change. specs/instructions.md has a worked example of each.

namespace enishi {

enum class ClockMode : uint8_t { kReal, kSimulated };
template <>
struct EnumNames<ClockMode> {
  static constexpr std::array<std::string_view, 2> kNames = {"real", "simulated"};
};

/// What the holder of a post may do.
enum class Role : uint8_t {
  kAdministrator,  // posts, appointments, currencies, rules; acts by quorum
  kPlanner,        // programmes; acts by quorum
  kRegistrar,      // opens and enrols accounts
  kCoordinator,    // activities and their participations
  kCashier,        // sells points at the counter
  kAuditor,        // reads entries
  kEvaluator,      // reads activity data
};
template <>
struct EnumNames<Role> {
  static constexpr std::array<std::string_view, 7> kNames = {
      "administrator", "planner", "registrar", "coordinator", "cashier", "auditor", "evaluator"};
};

enum class AccountKind : uint8_t { kParticipant, kShop, kCommunity, kOfficial };
template <>
struct EnumNames<AccountKind> {
  static constexpr std::array<std::string_view, 4> kNames = {"participant", "shop", "community",
                                                             "official"};
};

/// In whose hands a key is: the log always shows whose custody signed.
enum class Custody : uint8_t { kHolder, kIssuer };
template <>
struct EnumNames<Custody> {
  static constexpr std::array<std::string_view, 2> kNames = {"holder", "issuer"};
};

enum class Period : uint8_t { kDay, kWeek, kMonth, kFiscalYear, kProgramme };
template <>
struct EnumNames<Period> {
  static constexpr std::array<std::string_view, 5> kNames = {"day", "week", "month", "fiscal_year",
                                                             "programme"};
};

/// A signed code inside an instruction is the text that stands in its QR.
template <>
struct FieldType<SignedPaymentCode> {
  static Parsed<SignedPaymentCode> FromJson(const Json& json) {
    if (json.AsString() == nullptr) return FormatError{"not a string"};
    return DecodePaymentCode(*json.AsString());
  }
  static Json ToJson(const SignedPaymentCode& value) { return EncodePaymentCode(value); }
  static Json Schema() { return StringSchema("the text of a payment code, EC1:…"); }
};

template <>
struct FieldType<SignedAttendanceCode> {
  static Parsed<SignedAttendanceCode> FromJson(const Json& json) {
    if (json.AsString() == nullptr) return FormatError{"not a string"};
    return DecodeAttendanceCode(*json.AsString());
  }
  static Json ToJson(const SignedAttendanceCode& value) { return EncodeAttendanceCode(value); }
  static Json Schema() { return StringSchema("the text of an attendance code, EA1:…"); }
};

// --- The ledger itself (rules/ledger) ------------------------------------------------------

/// The first entry. Acts: the account of administrators[0]; all administrators sign.
struct Genesis {
  static constexpr std::string_view kKind = "genesis";
  Origin origin;
  MunicipalityCode municipality;
  ClockMode clock = ClockMode::kReal;
  uint32_t rules = 0;
  uint32_t quorum = 0;
  PublicKey log_key;
  PublicKey service_key;
  std::vector<PublicKey> administrators;
  Date until;
  static constexpr auto Fields() {
    return std::tuple{Field{"origin", &Genesis::origin},
                      Field{"municipality", &Genesis::municipality},
                      Field{"clock", &Genesis::clock},
                      Field{"rules", &Genesis::rules},
                      Field{"quorum", &Genesis::quorum},
                      Field{"log_key", &Genesis::log_key},
                      Field{"service_key", &Genesis::service_key},
                      Field{"administrators", &Genesis::administrators},
                      Field{"until", &Genesis::until}};
  }
};

/// Raises the version of the rules. A quorum of administrators.
struct RulesActivate {
  static constexpr std::string_view kKind = "rules.activate";
  uint32_t version = 0;
  static constexpr auto Fields() { return std::tuple{Field{"version", &RulesActivate::version}}; }
};

/// Moves the clock of a simulated ledger forward. One administrator.
struct ClockAdvance {
  static constexpr std::string_view kKind = "clock.advance";
  Timestamp to;
  static constexpr auto Fields() { return std::tuple{Field{"to", &ClockAdvance::to}}; }
};

/// Moves expired lots to the system account `expired`, a chunk at a time. The service's key; the
/// rule chooses everything.
struct ExpirySweep {
  static constexpr std::string_view kKind = "expiry.sweep";
  static constexpr auto Fields() { return std::tuple{}; }
};

// --- Accounts, keys and posts (rules/accounts) ---------------------------------------------

/// Opens an account whose id comes from `key`. A registrar; or, for a participant who is not
/// enrolled, the new account itself with that key.
struct AccountOpen {
  static constexpr std::string_view kKind = "account.open";
  PublicKey key;
  AccountKind holder = AccountKind::kParticipant;
  Custody custody = Custody::kHolder;
  bool enrolled = false;
  static constexpr auto Fields() {
    return std::tuple{Field{"key", &AccountOpen::key}, Field{"holder", &AccountOpen::holder},
                      Field{"custody", &AccountOpen::custody},
                      Field{"enrolled", &AccountOpen::enrolled}};
  }
};

/// Says that a person was identified, once, and can be awarded. A registrar.
struct AccountEnrol {
  static constexpr std::string_view kKind = "account.enrol";
  AccountId participant;
  static constexpr auto Fields() {
    return std::tuple{Field{"participant", &AccountEnrol::participant}};
  }
};

/// Adds a key to the acting account, with limits or without.
struct KeyAdd {
  static constexpr std::string_view kKind = "key.add";
  PublicKey key;
  Custody custody = Custody::kHolder;
  std::optional<std::vector<Reference>> kinds;  // may sign these kinds only
  std::optional<Amount> amount_max;             // and no amount above this
  std::optional<Date> until;                    // and not after this day
  static constexpr auto Fields() {
    return std::tuple{Field{"key", &KeyAdd::key}, Field{"custody", &KeyAdd::custody},
                      Field{"kinds", &KeyAdd::kinds}, Field{"amount_max", &KeyAdd::amount_max},
                      Field{"until", &KeyAdd::until}};
  }
};

/// Revokes a key of the acting account, from this entry on.
struct KeyRevoke {
  static constexpr std::string_view kKind = "key.revoke";
  PublicKey key;
  static constexpr auto Fields() { return std::tuple{Field{"key", &KeyRevoke::key}}; }
};

/// Creates a post with roles. A quorum of administrators.
struct PostCreate {
  static constexpr std::string_view kKind = "post.create";
  Code post;
  std::vector<Role> roles;
  static constexpr auto Fields() {
    return std::tuple{Field{"post", &PostCreate::post}, Field{"roles", &PostCreate::roles}};
  }
};

/// Appoints an official's account to a post, first and last day included. A quorum of
/// administrators, the appointed one not among them.
struct PostAppoint {
  static constexpr std::string_view kKind = "post.appoint";
  Code post;
  AccountId holder;
  Date from;
  Date until;
  static constexpr auto Fields() {
    return std::tuple{Field{"post", &PostAppoint::post}, Field{"holder", &PostAppoint::holder},
                      Field{"from", &PostAppoint::from}, Field{"until", &PostAppoint::until}};
  }
};

/// Ends an appointment now. A quorum of administrators; never leaves fewer than the quorum.
struct PostDismiss {
  static constexpr std::string_view kKind = "post.dismiss";
  Code post;
  AccountId holder;
  static constexpr auto Fields() {
    return std::tuple{Field{"post", &PostDismiss::post}, Field{"holder", &PostDismiss::holder}};
  }
};

// --- Currencies and programmes (rules/programmes) ------------------------------------------

/// Creates a currency and the lot class of its paid value. A quorum of administrators.
struct CurrencyCreate {
  static constexpr std::string_view kKind = "currency.create";
  CurrencyCode currency;
  MunicipalityCode issuer;
  /// Paid value lasts to the end of the month this many months after its sale; absent: for ever.
  std::optional<uint32_t> paid_months;
  Amount payment_max;    // the largest payment
  Amount open_code_max;  // the most a payment code without a payee may take
  static constexpr auto Fields() {
    return std::tuple{Field{"currency", &CurrencyCreate::currency},
                      Field{"issuer", &CurrencyCreate::issuer},
                      Field{"paid_months", &CurrencyCreate::paid_months},
                      Field{"payment_max", &CurrencyCreate::payment_max},
                      Field{"open_code_max", &CurrencyCreate::open_code_max}};
  }
};

/// The most that one person may be awarded in a period, counted by the day of the activity.
struct Cap {
  Period period = Period::kProgramme;
  Amount amount;
  bool operator==(const Cap&) const = default;
  static constexpr auto Fields() {
    return std::tuple{Field{"period", &Cap::period}, Field{"amount", &Cap::amount}};
  }
};

/// Creates a programme and the lot class of its bonus. A quorum of planners.
struct ProgrammeCreate {
  static constexpr std::string_view kKind = "programme.create";
  Code programme;
  CurrencyCode currency;
  uint32_t fiscal_year = 0;  // whose budget; 2026 begins on 2026-04-01
  Amount budget;
  Date starts_on;   // the first and
  Date ends_on;     // the last day on which its activities take place
  Date expires_on;  // the last day on which its points can be spent
  Amount award_max;
  std::vector<Cap> caps;
  static constexpr auto Fields() {
    return std::tuple{Field{"programme", &ProgrammeCreate::programme},
                      Field{"currency", &ProgrammeCreate::currency},
                      Field{"fiscal_year", &ProgrammeCreate::fiscal_year},
                      Field{"budget", &ProgrammeCreate::budget},
                      Field{"starts_on", &ProgrammeCreate::starts_on},
                      Field{"ends_on", &ProgrammeCreate::ends_on},
                      Field{"expires_on", &ProgrammeCreate::expires_on},
                      Field{"award_max", &ProgrammeCreate::award_max},
                      Field{"caps", &ProgrammeCreate::caps}};
  }
};

// --- Taking part (rules/participation) -----------------------------------------------------

/// Announces a dated session of a programme. A coordinator.
struct ActivityCreate {
  static constexpr std::string_view kKind = "activity.create";
  Code activity;
  Code programme;
  AccountId organiser;  // signs lists and attendance codes; an official's or community's account
  Timestamp starts_at;
  Timestamp ends_at;
  Amount award;  // for each participant; zero records people without points
  std::optional<uint32_t> capacity;
  /// SHA-256 of a random salt and the public description, which lives outside the log.
  std::optional<Hash> details;
  static constexpr auto Fields() {
    return std::tuple{Field{"activity", &ActivityCreate::activity},
                      Field{"programme", &ActivityCreate::programme},
                      Field{"organiser", &ActivityCreate::organiser},
                      Field{"starts_at", &ActivityCreate::starts_at},
                      Field{"ends_at", &ActivityCreate::ends_at},
                      Field{"award", &ActivityCreate::award},
                      Field{"capacity", &ActivityCreate::capacity},
                      Field{"details", &ActivityCreate::details}};
  }
};

/// One line of an organiser's list: this person took part; awards what the activity says. The
/// activity's organiser.
struct ParticipationRecord {
  static constexpr std::string_view kKind = "participation.record";
  Code activity;
  AccountId participant;
  static constexpr auto Fields() {
    return std::tuple{Field{"activity", &ParticipationRecord::activity},
                      Field{"participant", &ParticipationRecord::participant}};
  }
};

/// The same by the participant's own signature and the organiser's rotating code. The participant.
struct ParticipationClaim {
  static constexpr std::string_view kKind = "participation.claim";
  SignedAttendanceCode code;
  static constexpr auto Fields() { return std::tuple{Field{"code", &ParticipationClaim::code}}; }
};

// --- Paying (rules/payments) ---------------------------------------------------------------

/// Sells points for cash at the counter, one point for the currency's smallest unit. A cashier.
struct Charge {
  static constexpr std::string_view kKind = "charge";
  AccountId participant;
  CurrencyCode currency;
  Amount amount;
  std::optional<Reference> reference;
  static constexpr auto Fields() {
    return std::tuple{Field{"participant", &Charge::participant},
                      Field{"currency", &Charge::currency}, Field{"amount", &Charge::amount},
                      Field{"reference", &Charge::reference}};
  }
};

/// Pays a shop. The payer, a participant.
struct PaymentPay {
  static constexpr std::string_view kKind = "payment.pay";
  AccountId shop;
  CurrencyCode currency;
  Amount amount;
  std::optional<Reference> reference;
  static constexpr auto Fields() {
    return std::tuple{Field{"shop", &PaymentPay::shop}, Field{"currency", &PaymentPay::currency},
                      Field{"amount", &PaymentPay::amount},
                      Field{"reference", &PaymentPay::reference}};
  }
};

/// Takes a payment with the payer's signed code. The shop.
struct PaymentCapture {
  static constexpr std::string_view kKind = "payment.capture";
  SignedPaymentCode code;
  Amount amount;
  std::optional<Reference> reference;
  static constexpr auto Fields() {
    return std::tuple{Field{"code", &PaymentCapture::code},
                      Field{"amount", &PaymentCapture::amount},
                      Field{"reference", &PaymentCapture::reference}};
  }
};

/// Makes a payment code useless. The payer who signed it.
struct CodeCancel {
  static constexpr std::string_view kKind = "code.cancel";
  SignedPaymentCode code;
  static constexpr auto Fields() { return std::tuple{Field{"code", &CodeCancel::code}}; }
};

/// The fields that belong to a kind alone.
using Payload = std::variant<Genesis, RulesActivate, ClockAdvance, ExpirySweep, AccountOpen,
                             AccountEnrol, KeyAdd, KeyRevoke, PostCreate, PostAppoint, PostDismiss,
                             CurrencyCreate, ProgrammeCreate, ActivityCreate, ParticipationRecord,
                             ParticipationClaim, Charge, PaymentPay, PaymentCapture, CodeCancel>;

/// The name of the kind of a payload.
std::string_view KindName(const Payload& payload);
/// A payload of that kind with nothing in it, or nothing where there is no such kind.
std::optional<Payload> EmptyPayload(std::string_view kind);

}  // namespace enishi
