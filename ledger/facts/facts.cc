#include "ledger/facts/facts.h"

#include "ledger/rules/state/rows/activity.h"
#include "ledger/rules/state/rows/currency.h"

namespace enishi {
namespace {

class Recorder {
 public:
  explicit Recorder(const EntryView& entry) : entry_(entry) {}

  void operator()(const ParticipationRecord& record) {
    TookPart(record.participant, record.activity, false);
  }

  void operator()(const ParticipationClaim& claim) {
    TookPart(entry_.instruction.header.account, claim.code.code.activity, true);
  }

  void operator()(const Charge& charge) {
    Fact fact = Begin(FactKind::kCharge, charge.participant);
    fact.counterparty = entry_.instruction.header.account;
    fact.currency = charge.currency;
    fact.paid = charge.amount;
    facts_.push_back(fact);
  }

  void operator()(const PaymentPay& payment) {
    Paid(entry_.instruction.header.account, payment.shop, payment.currency, false);
  }

  void operator()(const PaymentCapture& capture) {
    Paid(capture.code.code.payer, entry_.instruction.header.account, capture.code.code.currency,
         true);
  }

  // One fact per participant, lot class and day of expiry.
  void operator()(const ExpirySweep& /*sweep*/) {
    for (const Posting& posting : entry_.outcome.postings) {
      if (posting.holder != HolderKind::kAccount) continue;
      Fact fact = Begin(FactKind::kExpiry, posting.account);
      Add(fact, posting, -posting.amount);
      facts_.push_back(fact);
    }
  }

  std::vector<Fact> Take() { return std::move(facts_); }

 private:
  Fact Begin(FactKind kind, AccountId person) const {
    Fact fact;
    fact.index = entry_.index;
    fact.at = entry_.committed_at;
    fact.kind = kind;
    fact.person = person;
    return fact;
  }

  // Counts points as paid or bonus by their lot class.
  void Add(Fact& fact, const Posting& posting, int64_t amount) const {
    const auto lot_class = Find<LotClassRow>(entry_.state, {posting.lot_class});
    CHECK(lot_class.has_value());
    fact.currency = lot_class->currency;
    Amount& sum = lot_class->paid() ? fact.paid : fact.bonus;
    const auto total = Amount::From(sum.minor() + amount);
    CHECK(total.has_value());
    sum = *total;
    if (fact.kind != FactKind::kPayment) fact.programme = lot_class->programme;
  }

  void TookPart(AccountId participant, const Code& activity_code, bool by_code) {
    const auto activity = Find<ActivityRow>(entry_.state, {activity_code});
    CHECK(activity.has_value());
    Fact fact = Begin(FactKind::kParticipation, participant);
    fact.counterparty = activity->organiser;
    fact.activity = activity_code;
    fact.programme = activity->programme;
    fact.by_code = by_code;
    facts_.push_back(fact);
    if (activity->award.IsZero()) return;
    fact.kind = FactKind::kAward;
    for (const Posting& posting : entry_.outcome.postings) {
      if (posting.holder == HolderKind::kAccount) Add(fact, posting, posting.amount);
    }
    facts_.push_back(fact);
  }

  void Paid(AccountId payer, AccountId shop, const CurrencyCode& currency, bool by_code) {
    Fact fact = Begin(FactKind::kPayment, payer);
    fact.counterparty = shop;
    fact.currency = currency;
    fact.by_code = by_code;
    for (const Posting& posting : entry_.outcome.postings) {
      if (posting.account == shop) Add(fact, posting, posting.amount);
    }
    facts_.push_back(fact);
  }

  const EntryView& entry_;
  std::vector<Fact> facts_;
};

}  // namespace

std::vector<Fact> FactsOf(const EntryView& entry) {
  Recorder recorder(entry);
  std::visit(
      [&](const auto& kind) {
        using Kind = std::decay_t<decltype(kind)>;
        // A kind whose description says that it is counted needs a function of the recorder.
        if constexpr (Kind::Description().facts.value == Facts::kCounted) recorder(kind);
      },
      entry.instruction.payload);
  return recorder.Take();
}

}  // namespace enishi
