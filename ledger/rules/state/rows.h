#pragma once

#include <array>
#include <optional>
#include <tuple>
#include <vector>

#include "ledger/instruction/kinds.h"

// The rows of the derived state: a letter for the table, the fields of the key, the fields of the
// value. specs/storage.md is the same table in prose. Row encodings are part of the outcome hash
// and therefore of the rules version.

namespace enishi {

/// Facts of the whole ledger.
struct LedgerRow {
  static constexpr char kTable = 'l';
  static constexpr std::string_view kName = "ledger";
  struct Key {
    static constexpr auto Fields() { return std::tuple{}; }
  };
  Origin origin;
  MunicipalityCode municipality;
  ClockMode clock = ClockMode::kReal;
  uint32_t rules = 0;
  uint32_t quorum = 0;
  PublicKey log_key;
  PublicKey service_key;
  Timestamp simulated_now;  // zero on a real clock
  uint32_t next_lot_class = 1;
  static constexpr auto Fields() {
    return std::tuple{Field{"origin", &LedgerRow::origin},
                      Field{"municipality", &LedgerRow::municipality},
                      Field{"clock", &LedgerRow::clock},
                      Field{"rules", &LedgerRow::rules},
                      Field{"quorum", &LedgerRow::quorum},
                      Field{"log_key", &LedgerRow::log_key},
                      Field{"service_key", &LedgerRow::service_key},
                      Field{"simulated_now", &LedgerRow::simulated_now},
                      Field{"next_lot_class", &LedgerRow::next_lot_class}};
  }
};

struct AccountRow {
  static constexpr char kTable = 'a';
  static constexpr std::string_view kName = "account";
  struct Key {
    AccountId account;
    static constexpr auto Fields() { return std::tuple{Field{"account", &Key::account}}; }
  };
  AccountKind kind = AccountKind::kParticipant;
  bool enrolled = false;
  Timestamp opened_at;
  static constexpr auto Fields() {
    return std::tuple{Field{"kind", &AccountRow::kind}, Field{"enrolled", &AccountRow::enrolled},
                      Field{"opened_at", &AccountRow::opened_at}};
  }
};

struct KeyRow {
  static constexpr char kTable = 'k';
  static constexpr std::string_view kName = "key";
  struct Key {
    PublicKey key;
    static constexpr auto Fields() { return std::tuple{Field{"key", &Key::key}}; }
  };
  AccountId account;
  Custody custody = Custody::kHolder;
  std::optional<std::vector<Reference>> kinds;
  std::optional<Amount> amount_max;
  std::optional<Date> until;
  std::optional<Timestamp> revoked_at;
  static constexpr auto Fields() {
    return std::tuple{Field{"account", &KeyRow::account}, Field{"custody", &KeyRow::custody},
                      Field{"kinds", &KeyRow::kinds},     Field{"amount_max", &KeyRow::amount_max},
                      Field{"until", &KeyRow::until},     Field{"revoked_at", &KeyRow::revoked_at}};
  }
};

/// Which keys an account has.
struct AccountKeyRow {
  static constexpr char kTable = 'K';
  static constexpr std::string_view kName = "account_key";
  struct Key {
    AccountId account;
    PublicKey key;
    static constexpr auto Fields() {
      return std::tuple{Field{"account", &Key::account}, Field{"key", &Key::key}};
    }
  };
  static constexpr auto Fields() { return std::tuple{}; }
};

struct PostRow {
  static constexpr char kTable = 'p';
  static constexpr std::string_view kName = "post";
  struct Key {
    Code post;
    static constexpr auto Fields() { return std::tuple{Field{"post", &Key::post}}; }
  };
  std::vector<Role> roles;
  static constexpr auto Fields() { return std::tuple{Field{"roles", &PostRow::roles}}; }
};

/// The latest appointment of an account to a post.
struct AppointmentRow {
  static constexpr char kTable = 'o';
  static constexpr std::string_view kName = "appointment";
  struct Key {
    AccountId holder;
    Code post;
    static constexpr auto Fields() {
      return std::tuple{Field{"holder", &Key::holder}, Field{"post", &Key::post}};
    }
  };
  Date from;
  Date until;
  std::optional<Timestamp> dismissed_at;
  static constexpr auto Fields() {
    return std::tuple{Field{"from", &AppointmentRow::from}, Field{"until", &AppointmentRow::until},
                      Field{"dismissed_at", &AppointmentRow::dismissed_at}};
  }
};

struct CurrencyRow {
  static constexpr char kTable = 'c';
  static constexpr std::string_view kName = "currency";
  struct Key {
    CurrencyCode currency;
    static constexpr auto Fields() { return std::tuple{Field{"currency", &Key::currency}}; }
  };
  MunicipalityCode issuer;
  std::optional<uint32_t> paid_months;
  Amount payment_max;
  Amount open_code_max;
  uint32_t paid_lot_class = 0;
  static constexpr auto Fields() {
    return std::tuple{Field{"issuer", &CurrencyRow::issuer},
                      Field{"paid_months", &CurrencyRow::paid_months},
                      Field{"payment_max", &CurrencyRow::payment_max},
                      Field{"open_code_max", &CurrencyRow::open_code_max},
                      Field{"paid_lot_class", &CurrencyRow::paid_lot_class}};
  }
};

/// A lot class: paid value sold in a currency (no programme), or the bonus of a programme.
struct LotClassRow {
  static constexpr char kTable = 't';
  static constexpr std::string_view kName = "lot_class";
  struct Key {
    uint32_t lot_class = 0;
    static constexpr auto Fields() { return std::tuple{Field{"lot_class", &Key::lot_class}}; }
  };
  CurrencyCode currency;
  std::optional<Code> programme;
  static constexpr auto Fields() {
    return std::tuple{Field{"currency", &LotClassRow::currency},
                      Field{"programme", &LotClassRow::programme}};
  }
  [[nodiscard]] bool paid() const { return !programme.has_value(); }
};

struct ProgrammeRow {
  static constexpr char kTable = 'g';
  static constexpr std::string_view kName = "programme";
  struct Key {
    Code programme;
    static constexpr auto Fields() { return std::tuple{Field{"programme", &Key::programme}}; }
  };
  CurrencyCode currency;
  uint32_t fiscal_year = 0;
  Amount budget;
  Date starts_on;
  Date ends_on;
  Date expires_on;
  Amount award_max;
  std::vector<Cap> caps;
  uint32_t lot_class = 0;
  static constexpr auto Fields() {
    return std::tuple{Field{"currency", &ProgrammeRow::currency},
                      Field{"fiscal_year", &ProgrammeRow::fiscal_year},
                      Field{"budget", &ProgrammeRow::budget},
                      Field{"starts_on", &ProgrammeRow::starts_on},
                      Field{"ends_on", &ProgrammeRow::ends_on},
                      Field{"expires_on", &ProgrammeRow::expires_on},
                      Field{"award_max", &ProgrammeRow::award_max},
                      Field{"caps", &ProgrammeRow::caps},
                      Field{"lot_class", &ProgrammeRow::lot_class}};
  }
};

/// How much of a programme's budget is taken: awards less what expired while its year was open.
struct BudgetRow {
  static constexpr char kTable = 'b';
  static constexpr std::string_view kName = "budget";
  struct Key {
    Code programme;
    static constexpr auto Fields() { return std::tuple{Field{"programme", &Key::programme}}; }
  };
  Amount used;
  static constexpr auto Fields() { return std::tuple{Field{"used", &BudgetRow::used}}; }
};

/// What one person was awarded under one cap in one period; never goes down.
struct CapRow {
  static constexpr char kTable = 'q';
  static constexpr std::string_view kName = "cap";
  struct Key {
    Code programme;
    AccountId participant;
    Period period = Period::kProgramme;
    Date from;  // the first day of the period; day 0 for the programme
    static constexpr auto Fields() {
      return std::tuple{Field{"programme", &Key::programme},
                        Field{"participant", &Key::participant}, Field{"period", &Key::period},
                        Field{"from", &Key::from}};
    }
  };
  Amount awarded;
  static constexpr auto Fields() { return std::tuple{Field{"awarded", &CapRow::awarded}}; }
};

struct ActivityRow {
  static constexpr char kTable = 'v';
  static constexpr std::string_view kName = "activity";
  struct Key {
    Code activity;
    static constexpr auto Fields() { return std::tuple{Field{"activity", &Key::activity}}; }
  };
  Code programme;
  AccountId organiser;
  Timestamp starts_at;
  Timestamp ends_at;
  Amount award;
  std::optional<uint32_t> capacity;
  std::optional<Hash> details;
  static constexpr auto Fields() {
    return std::tuple{
        Field{"programme", &ActivityRow::programme}, Field{"organiser", &ActivityRow::organiser},
        Field{"starts_at", &ActivityRow::starts_at}, Field{"ends_at", &ActivityRow::ends_at},
        Field{"award", &ActivityRow::award},         Field{"capacity", &ActivityRow::capacity},
        Field{"details", &ActivityRow::details}};
  }
};

/// How many have taken part in an activity.
struct AttendanceRow {
  static constexpr char kTable = 'n';
  static constexpr std::string_view kName = "attendance";
  struct Key {
    Code activity;
    static constexpr auto Fields() { return std::tuple{Field{"activity", &Key::activity}}; }
  };
  uint32_t participants = 0;
  static constexpr auto Fields() {
    return std::tuple{Field{"participants", &AttendanceRow::participants}};
  }
};

/// One person's verified presence at one activity.
struct ParticipationRow {
  static constexpr char kTable = 'w';
  static constexpr std::string_view kName = "participation";
  struct Key {
    AccountId participant;
    Code activity;
    static constexpr auto Fields() {
      return std::tuple{Field{"participant", &Key::participant}, Field{"activity", &Key::activity}};
    }
  };
  bool by_code = false;  // else by the organiser's list
  Amount awarded;
  static constexpr auto Fields() {
    return std::tuple{Field{"by_code", &ParticipationRow::by_code},
                      Field{"awarded", &ParticipationRow::awarded}};
  }
};

/// The random bytes of a payment code. Not a number: JSON's integers do not hold all of them.
struct CodeNonce {
  std::array<uint8_t, 8> bytes{};
};
template <>
struct FieldType<CodeNonce> {
  static Json ToJson(const CodeNonce& value) { return HexEncode(AsView(value.bytes)); }
  static void Put(std::string& out, const CodeNonce& value) { PutBytes(out, value.bytes); }
  static bool Get(ByteReader& in, CodeNonce& value) { return in.Read(value.bytes); }
};

/// A payment code that was captured or cancelled.
struct UsedCodeRow {
  static constexpr char kTable = 'x';
  static constexpr std::string_view kName = "used_code";
  struct Key {
    AccountId payer;
    CodeNonce nonce;
    static constexpr auto Fields() {
      return std::tuple{Field{"payer", &Key::payer}, Field{"nonce", &Key::nonce}};
    }
  };
  Timestamp valid_until;
  static constexpr auto Fields() {
    return std::tuple{Field{"valid_until", &UsedCodeRow::valid_until}};
  }
};

// --- Rows that follow from postings and headers (fold.h), not part of an outcome --------------

/// Who holds points: an account, or one of the system accounts of a currency.
enum class HolderKind : uint8_t { kAccount, kIssued, kClearing, kRedeemed, kExpired, kWithdrawn };
template <>
struct EnumNames<HolderKind> {
  static constexpr std::array<std::string_view, 6> kNames = {"account",  "issued",  "clearing",
                                                             "redeemed", "expired", "withdrawn"};
};

/// The expiry date of a lot that never expires.
inline constexpr Date kNever{Date::kMaxDay};

/// An amount of one lot class with its expiry date. Below zero only in `issued`.
struct Lot {
  uint32_t lot_class = 0;
  Date expires_on;     // the last day on which it can be spent
  int64_t amount = 0;  // in the currency's smallest unit
  uint64_t since = 0;  // the entry that first brought it here
  bool operator==(const Lot&) const = default;
  static constexpr auto Fields() {
    return std::tuple{Field{"lot_class", &Lot::lot_class}, Field{"expires_on", &Lot::expires_on},
                      Field{"amount", &Lot::amount}, Field{"since", &Lot::since}};
  }
};

/// All lots of an account, or all lots of one class in a system account. Lots of amount zero are
/// dropped.
struct HoldingRow {
  static constexpr char kTable = 'h';
  static constexpr std::string_view kName = "holding";
  struct Key {
    HolderKind kind = HolderKind::kAccount;
    AccountId account;       // none for a system account
    uint32_t lot_class = 0;  // zero for an account
    static constexpr auto Fields() {
      return std::tuple{Field{"kind", &Key::kind}, Field{"account", &Key::account},
                        Field{"lot_class", &Key::lot_class}};
    }
  };
  uint64_t last = 0;  // the latest entry that posted here, plus one; the head of its history
  std::vector<Lot> lots;
  static constexpr auto Fields() {
    return std::tuple{Field{"last", &HoldingRow::last}, Field{"lots", &HoldingRow::lots}};
  }
};

/// That a participant may have lots which expire on that day; the sweep's work list.
struct ExpiryRow {
  static constexpr char kTable = 'e';
  static constexpr std::string_view kName = "expiry";
  struct Key {
    Date expires_on;
    AccountId account;
    static constexpr auto Fields() {
      return std::tuple{Field{"expires_on", &Key::expires_on}, Field{"account", &Key::account}};
    }
  };
  static constexpr auto Fields() { return std::tuple{}; }
};

/// Which entry an account's id became. The id stands first, because it begins with its time: new
/// rows lie beside one another, which a store likes far better than rows all over the accounts.
struct IdRow {
  static constexpr char kTable = 'i';
  static constexpr std::string_view kName = "id";
  struct Key {
    Uuid id;
    AccountId account;
    static constexpr auto Fields() {
      return std::tuple{Field{"id", &Key::id}, Field{"account", &Key::account}};
    }
  };
  uint64_t index = 0;
  static constexpr auto Fields() { return std::tuple{Field{"index", &IdRow::index}}; }
};

}  // namespace enishi
