#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "ledger/query/checked_sum.h"
#include "ledger/rules/state/decoded_entry.h"

namespace enishi {

/// An entry as one of the accounts it posts to sees it.
struct HistoryStep {
  uint64_t index = 0;
  Timestamp committed_at;
  std::string_view kind;                  // the kind's name
  CheckedSum amount;                      // the net change of this account
  std::optional<AccountId> counterparty;  // the only other account that the entry posts to
  std::optional<Reference> reference;
  std::vector<Posting> postings;  // of this account
  uint64_t previous = 0;  // the account's entry before this one, plus one; zero at the first
};

/// The net change of an account in one currency.
struct CurrencyChange {
  CurrencyCode currency;
  CheckedSum amount;
};

/// The postings of a step summed by currency, in the order in which the currencies first occur.
std::vector<CurrencyChange> ChangesByCurrency(const View& view,
                                              const std::vector<Posting>& postings);

/// The latest entry that posted to the account, plus one; zero if none did.
uint64_t LatestPosted(const View& view, AccountId account);

/// The step of an account's history at an entry, whose links came with it from the log. Nullopt if
/// the entry does not post to the account or its link does not lead back, so that a walk along the
/// links ends.
std::optional<HistoryStep> HistoryStepAt(uint64_t index, const DecodedEntry& entry,
                                         const Links& links, AccountId account);

}  // namespace enishi
