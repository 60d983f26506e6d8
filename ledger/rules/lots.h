#pragma once

#include <vector>

#include "ledger/instruction/kinds/account.h"
#include "ledger/instruction/rejection.h"
#include "ledger/rules/context.h"
#include "ledger/rules/state/outcome.h"
#include "ledger/rules/state/rows/currency.h"

namespace enishi {

/// How many lots an account can hold. A payment that takes them all makes two postings for each,
/// which is well within the two-byte count of an outcome; so are the lots that a sweep takes.
inline constexpr size_t kHoldingLotsMax = 16'384;

/// True once the last day on which points can be spent has ended in Tokyo; never for kNever.
inline bool HasEnded(Date expires_on, Timestamp now) {
  return expires_on != kNever && now >= expires_on.End();
}

/// An account's lots that can be spent at that time, in the order in which they are spent: earliest
/// expiry, bonus before paid, oldest, class number.
std::vector<Lot> SpendableLots(const View& view, AccountId account, const CurrencyCode& currency,
                               Timestamp now);

/// Points that one account gives to another.
struct Transfer {
  AccountId payer;
  AccountId payee;
  AccountKind payee_kind;
  CurrencyCode currency;
  Amount amount;
};

/// Takes the amount from the payer's lots in spend order and gives the same lots to the payee, with
/// the row that lets a sweep find them where points of the payee can expire (all but a shop's).
/// Refuses with kLotsExpired if expired lots would have been enough, else kInsufficientFunds; with
/// kHoldingFull if the payee would hold more than kHoldingLotsMax lots; with kAmountOverflow if one
/// of the payee's lots would leave the range of amounts.
Checked<Outcome> MoveLots(const Context& context, const Transfer& transfer);

/// Points that come into being.
struct Issue {
  AccountId participant;
  uint32_t lot_class;
  Date expires_on;
  Amount amount;
};

/// Brings new points into being for a participant, with the row that lets a sweep find them.
/// Refuses with kHoldingFull and kAmountOverflow, the latter also for the total of the lot class.
Checked<Outcome> IssueLots(const Context& context, const Issue& issue);

/// Takes the ledger's next lot class number and records the class under it.
uint32_t AddLotClass(Outcome& outcome, LedgerRow ledger, const LotClassRow& lot_class);

}  // namespace enishi
