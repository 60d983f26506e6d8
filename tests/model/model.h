#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/instruction/instruction.h"

namespace enishi::testing {

/// A naive ledger: lists of what happened, from which every figure is added up each time it is
/// needed. Written from specs/rules.md, specs/authority.md and
/// specs/rejections.md, and not from the rules; slow, without bytes, rows or hashes. It collects
/// every reason to refuse an instruction and answers with the first of them.
class Model {
 public:
  /// Says why the instruction is refused at that time, or keeps it and says nothing. Its
  /// signatures are taken to be good.
  std::optional<Reason> Submit(const Instruction& instruction, Timestamp now, const Hash& ledger);

  /// Where a point came from: the currency's paid value, or a programme's bonus. Numbered in the
  /// order in which currencies and programmes were created, from 1.
  struct Origin {
    uint32_t number = 0;
    CurrencyCode currency;
    std::optional<Code> programme;
  };
  struct Purse {
    AccountId holder;
    uint32_t origin = 0;
    std::optional<Date> last_day;  // none: for ever
    int64_t amount = 0;
    uint64_t since = 0;
    bool operator==(const Purse&) const = default;
  };
  /// What one person was awarded, and when it counts.
  struct Taking {
    AccountId participant;
    Code activity;
    Code programme;
    Date day;
    int64_t award = 0;
  };

  [[nodiscard]] const std::vector<Purse>& purses() const { return purses_; }
  [[nodiscard]] const std::vector<Taking>& takings() const { return takings_; }
  [[nodiscard]] int64_t Issued(uint32_t origin) const { return Of(issued_, origin); }
  [[nodiscard]] int64_t Expired(uint32_t origin) const { return Of(expired_, origin); }
  [[nodiscard]] const std::vector<Origin>& origins() const { return origins_; }
  [[nodiscard]] const std::map<Code, ProgrammeCreate>& programmes() const { return programmes_; }
  /// How much of a programme's budget is taken.
  [[nodiscard]] int64_t BudgetUsed(const Code& programme) const;
  /// What a person was awarded by a programme in the period that contains the day.
  [[nodiscard]] int64_t Awarded(AccountId participant, const Code& programme, Period period,
                                Date day) const;

 private:
  struct Account {
    AccountKind kind = AccountKind::kParticipant;
    bool enrolled = false;
  };
  struct Key {
    AccountId account;
    KeyAdd limits;
    bool revoked = false;
  };
  struct Term {
    Date from;
    Date until;
    bool dismissed = false;
  };
  // The instruction at hand.
  struct Case {
    const Instruction& instruction;
    Timestamp now;
    Date today;
    Hash ledger;
    AccountId actor;
    bool keep = false;  // false: only collect reasons; true: they were none, do it
    std::set<Reason> reasons = {};
    void Refuse(bool when, Reason reason) {
      if (when) reasons.insert(reason);
    }
  };

  void CheckHeader(Case& at) const;
  void CheckSigners(Case& at) const;
  void CheckKey(Case& at, const PublicKey& key) const;
  void CheckOffice(Case& at, Role role, bool quorum, const std::vector<AccountId>& signers) const;
  void CheckFreshKey(Case& at, const PublicKey& key) const;
  void CheckAttending(Case& at, AccountId participant, const ActivityCreate& activity) const;
  void CheckCode(Case& at, const PaymentCode& code, const CurrencyCreate& currency, AccountId shop,
                 int64_t amount) const;
  void CheckFunds(Case& at, AccountId payer, const CurrencyCode& currency, int64_t amount,
                  Reason when_expired) const;

  // Collects the reasons of a kind and, with `keep`, does what it does.
  void Do(Case& at, const Genesis& genesis);
  void Do(Case& at, const RulesActivate& activate);
  void Do(Case& at, const ClockAdvance& advance);
  void Do(Case& at, const ExpirySweep& sweep);
  void Do(Case& at, const AccountOpen& open);
  void Do(Case& at, const AccountEnrol& enrol);
  void Do(Case& at, const KeyAdd& add);
  void Do(Case& at, const KeyRevoke& revoke);
  void Do(Case& at, const PostCreate& create);
  void Do(Case& at, const PostAppoint& appoint);
  void Do(Case& at, const PostDismiss& dismiss);
  void Do(Case& at, const CurrencyCreate& create);
  void Do(Case& at, const ProgrammeCreate& create);
  void Do(Case& at, const ActivityCreate& create);
  void Do(Case& at, const ParticipationRecord& record);
  void Do(Case& at, const ParticipationClaim& claim);
  void Do(Case& at, const Charge& charge);
  void Do(Case& at, const PaymentPay& payment);
  void Do(Case& at, const PaymentCapture& capture);
  void Do(Case& at, const CodeCancel& cancel);

  static int64_t Of(const std::map<uint32_t, int64_t>& sums, uint32_t origin);
  [[nodiscard]] bool Is(AccountId account, AccountKind kind) const;
  [[nodiscard]] bool InOffice(AccountId account, Role role, Date today) const;
  [[nodiscard]] bool MayAttest(const Case& at, AccountId organiser) const;
  [[nodiscard]] bool IsUsed(const Case& at, const PaymentCode& code) const;
  [[nodiscard]] bool CodeKeyMaySign(const Case& at, const PublicKey& key, AccountId account,
                                    std::string_view kind, int64_t amount) const;
  [[nodiscard]] std::vector<Purse> InSpendOrder(AccountId payer, const CurrencyCode& currency,
                                                Timestamp now) const;
  [[nodiscard]] bool HasOpenKey(AccountId account, const PublicKey& without) const;
  uint32_t AddOrigin(const CurrencyCode& currency, const std::optional<Code>& programme);
  void Give(AccountId holder, uint32_t origin, std::optional<Date> last_day, int64_t amount);
  void Issue(AccountId holder, uint32_t origin, std::optional<Date> last_day, int64_t amount);
  void Pay(const Case& at, AccountId payer, AccountId shop, const CurrencyCode& currency,
           int64_t amount);
  void Attend(AccountId participant, const ActivityCreate& activity);

  std::optional<Genesis> genesis_;
  std::optional<Timestamp> clock_;
  std::map<AccountId, Account> accounts_;
  std::map<PublicKey, Key> keys_;
  std::map<Code, std::set<Role>> posts_;
  std::map<std::pair<AccountId, Code>, Term> terms_;
  std::map<CurrencyCode, CurrencyCreate> currencies_;
  std::map<Code, ProgrammeCreate> programmes_;
  std::map<Code, ActivityCreate> activities_;
  std::vector<Origin> origins_;
  std::vector<Purse> purses_;
  std::vector<Taking> takings_;
  std::map<Code, int64_t> room_returned_;
  std::map<uint32_t, int64_t> issued_;
  std::map<std::pair<uint32_t, std::optional<Date>>, int64_t> issued_by_day_;
  std::map<uint32_t, int64_t> expired_;
  std::set<std::pair<Date, AccountId>> due_;  // whose points end on which day
  // The end of each used code.
  std::map<std::pair<AccountId, std::array<uint8_t, 8>>, Timestamp> used_codes_;
  std::set<std::pair<AccountId, Uuid>> used_ids_;
  uint64_t entries_ = 0;
};

}  // namespace enishi::testing
