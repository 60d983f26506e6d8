#include <gtest/gtest.h>

#include <set>

#include "tests/fixtures/town.h"

// A disk may return a changed row. The rules then never end the process, and either decide what
// they would have decided, or report the row; the committer checks for reports before it commits.

namespace enishi::testing {
namespace {

// The state with one damaged row.
class DamagedView : public View {
 public:
  DamagedView(const View& whole, std::string key, std::string value)
      : whole_(whole), key_(std::move(key)), value_(std::move(value)) {}
  [[nodiscard]] std::optional<std::string> Get(std::string_view key) const override {
    return key == key_ ? value_ : whole_.Get(key);
  }
  void Scan(std::string_view prefix, const Visit& visit) const override {
    whole_.Scan(prefix, [&](std::string_view key, std::string_view value) {
      return visit(key, key == key_ ? std::string_view(value_) : value);
    });
  }
  void NoteDamage(std::string_view key) const override {
    EXPECT_EQ(key, key_);
    noted_ = true;
  }
  [[nodiscard]] bool noted() const { return noted_; }

 private:
  const View& whole_;
  const std::string key_;
  const std::string value_;
  mutable bool noted_ = false;
};

// Tries every instruction with each row damaged, before it is submitted.
class DamagedTown : public Town {
 public:
  Checked<Outcome> Submit(const Instruction& instruction) override {
    const std::string expected = Said(state(), instruction);
    ForEachDamage([&](const DamagedView& view, char table) {
      const std::string said = Said(view, instruction);
      if (view.noted()) {
        noted_[std::string(KindName(instruction.payload))].insert(table);
      } else {
        EXPECT_EQ(said, expected) << KindName(instruction.payload) << " by a row of " << table;
      }
    });
    return Town::Submit(instruction);
  }
  template <class Try>
  void ForEachDamage(const Try& attempt) {
    state().Scan("", [&](std::string_view key, std::string_view value) {
      std::set<std::string> bad{std::string(value) + "x", std::string(value.size() + 1, '\xff')};
      if (!value.empty()) bad.emplace(value.substr(0, value.size() - 1));
      for (const std::string& row : bad) {
        attempt(DamagedView(state(), std::string(key), row), key.front());
      }
      return true;
    });
  }
  // The tables whose damage was reported for an instruction of that kind.
  [[nodiscard]] std::string MetBy(const std::string& kind) const {
    const auto at = noted_.find(kind);
    return at == noted_.end() ? "" : std::string(at->second.begin(), at->second.end());
  }

 private:
  std::string Said(const View& view, const Instruction& instruction) {
    const auto outcome = Apply({view, ledger(), now()}, instruction);
    if (outcome) return EncodeOutcome(*outcome);
    return std::string(ReasonName(outcome.error().reason)) + " " + outcome.error().pointer;
  }

  std::map<std::string, std::set<char>> noted_;
};

class DamagedRows : public ::testing::Test {
 protected:
  DamagedRows() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hana");
    town_.OpenShop("bakery");
    town_.Announce("drill", 300);
  }
  void ExpectMet(const std::string& kind, std::string_view tables) {
    for (const char table : tables) {
      EXPECT_NE(town_.MetBy(kind).find(table), std::string::npos) << kind << " met no " << table;
    }
  }

  DamagedTown town_;
};

template <class... R>
std::string Tables() {
  return {R::kTable...};
}

TEST_F(DamagedRows, AreReportedByTheKindsOfOffices) {
  town_.Do("taro", AccountOpen{town_.Key("taro").public_key()});
  town_.Do("registrar", AccountEnrol{town_.Account("taro")});
  town_.Do("hana", KeyAdd{town_.Key("hana's second").public_key(), {}, {}, {}, {}});
  town_.Do("hana", KeyRevoke{town_.Key("hana's second").public_key()});
  const Date day = Date::Of(town_.now());
  town_.Do("mayor", PostAppoint{Town::Name("cashier"), town_.Account("auditor"), day, day},
           {"deputy"});
  town_.Do("mayor", PostDismiss{Town::Name("cashier"), town_.Account("auditor")}, {"deputy"});
  EXPECT_EQ(town_.Refusal("mayor", RulesActivate{1}, {"deputy"}), Reason::kRulesNotNewer);
  ExpectMet("account.open", Tables<LedgerRow, AccountRow, KeyRow, PostRow, AppointmentRow>());
  ExpectMet("account.enrol", Tables<LedgerRow, AccountRow, KeyRow, PostRow, AppointmentRow>());
  ExpectMet("key.add", Tables<LedgerRow, AccountRow, KeyRow>());
  ExpectMet("key.revoke", Tables<LedgerRow, AccountRow, KeyRow>());
  ExpectMet("post.appoint", Tables<LedgerRow, AccountRow, KeyRow, PostRow, AppointmentRow>());
  ExpectMet("post.dismiss", Tables<LedgerRow, AccountRow, KeyRow, PostRow, AppointmentRow>());
}

TEST_F(DamagedRows, AreReportedByTheKindsThatMovePoints) {
  town_.OpenParticipant("taro");
  town_.Do("coordinator", ParticipationRecord{Town::Name("drill"), town_.Account("hana")});
  town_.Do("taro", ParticipationClaim{town_.Attendance("coordinator", "drill")});
  town_.Charge("hana", 50);
  town_.Do("hana", PaymentPay{town_.Account("bakery"), Town::Currency(), Town::Points(320), {}});
  town_.Do("bakery", PaymentCapture{town_.Code("taro", 500), Town::Points(100), {}});
  town_.Do("taro", CodeCancel{town_.Code("taro", 500)});
  town_.AdvanceTo(Town::Day("2026-10-01").Start());
  town_.Sweep();
  EXPECT_EQ(town_.Held("expired"), 200);
  ExpectMet("participation.record", Tables<AccountRow, ProgrammeRow, BudgetRow, ActivityRow>());
  ExpectMet("participation.claim", Tables<AccountRow, ProgrammeRow, BudgetRow, ActivityRow>());
  ExpectMet("charge", Tables<AccountRow, KeyRow, CurrencyRow>());
  ExpectMet("payment.pay", Tables<AccountRow, KeyRow, CurrencyRow, LotClassRow, HoldingRow>());
  ExpectMet("payment.capture", Tables<AccountRow, KeyRow, CurrencyRow, LotClassRow, HoldingRow>());
  ExpectMet("code.cancel", Tables<AccountRow, KeyRow>());
  ExpectMet("expiry.sweep", Tables<LotClassRow, ProgrammeRow, BudgetRow, HoldingRow, ExpiryRow>());
}

}  // namespace
}  // namespace enishi::testing
