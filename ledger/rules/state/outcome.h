#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/instruction/header.h"
#include "ledger/rules/state/row.h"
#include "ledger/rules/state/rows/holding.h"
#include "ledger/rules/state/view.h"

namespace enishi {

/// One signed change of one lot. The postings of an entry sum to zero per lot class.
struct Posting {
  HolderKind holder = HolderKind::kAccount;
  AccountId account;  // none for a system account
  uint32_t lot_class = 0;
  Date expires_on;
  int64_t amount = 0;
  bool operator==(const Posting&) const = default;
  static constexpr auto Fields() {
    return std::tuple{Field{"holder", &Posting::holder}, Field{"account", &Posting::account},
                      Field{"lot_class", &Posting::lot_class},
                      Field{"expires_on", &Posting::expires_on}, Field{"amount", &Posting::amount}};
  }
};

/// A row after the entry; without a value the row is erased.
struct RowChange {
  std::string key;
  std::optional<std::string> value;
  bool operator==(const RowChange&) const = default;
};

/// All that an accepted instruction does.
struct Outcome {
  std::vector<Posting> postings;
  std::vector<RowChange> changes;
  bool operator==(const Outcome&) const = default;

  template <class R>
  void Put(const typename R::Key& key, const R& row) {
    changes.push_back({RowKey<R>(key), RowValue(row)});
  }
  template <class R>
  void Erase(const typename R::Key& key) {
    changes.push_back({RowKey<R>(key), std::nullopt});
  }
};

/// How many postings, and how many changes, an outcome can have, and how long a row's key can be:
/// what two bytes hold. The rules stay below (kHoldingLotsMax, kSweepPostingsMax).
inline constexpr size_t kOutcomeCountMax = 65'535;
inline constexpr size_t kRowKeyBytesMax = 65'535;

/// specs/leaf.md: version 1 (1 byte), posting count (2) and postings, change count (2) and for
/// each the key (2-byte length), a byte 0 or 1 and the value (4-byte length).
std::string EncodeOutcome(const Outcome& outcome);
Parsed<Outcome> DecodeOutcome(std::string_view bytes);

/// For people and receipts: {"postings": [...], "changes": [{"row": "account", …}]}.
Json OutcomeJson(const Outcome& outcome);

/// For each holding that the entry posted to, the entry before it there (plus one; zero for none),
/// in the order of their first posting. Stored with an entry, so that a history can be followed
/// backwards without an index.
using Links = std::vector<uint64_t>;

/// Puts an accepted entry into the state: postings into holdings, changes into rows, the id into
/// the id table. The only way state changes, live, on replay and in the audit.
Links Fold(Overlay& state, uint64_t index, const Header& header, const Outcome& outcome);

/// The holdings an outcome posts to, in the order of their first posting: the order of Links.
std::vector<HoldingRow::Key> HoldingsOf(const Outcome& outcome);

}  // namespace enishi
