#pragma once

#include "ledger/rules/apply.h"

namespace enishi {

/// True when the lot can be spent at that time: up to the last instant of its last day in Tokyo.
inline bool IsLive(const Lot& lot, Timestamp now) {
  return lot.expires_on == kNever || now < lot.expires_on.End();
}

/// Takes the amount from the payer's lots in spend order and gives the same lots to the payee.
/// Refuses with kLotsExpired where expired lots would have been enough, else kInsufficientFunds.
Checked<std::vector<Posting>> MoveLots(const Context& context, AccountId payer, AccountId payee,
                                       const CurrencyCode& currency, Amount amount);

/// Brings new points of a class into being for a participant, with the row that lets a sweep find
/// them. kAmountOverflow where the participant's lot or the total would leave the range.
Checked<Outcome> IssueLots(const Context& context, AccountId participant, uint32_t lot_class,
                           Date expires_on, Amount amount);

}  // namespace enishi
