#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/hash.h"
#include "ledger/base/identifiers.h"
#include "ledger/keys/keys.h"

namespace enishi {

/// Challenges and sessions, in memory and bounded in number: when a store is full the oldest goes.
/// Ends are counted on a monotonic clock, so that neither a step of the wall clock nor the clock of
/// a simulated ledger revives a token. For any number of threads.
class Sessions {
 public:
  struct Options {
    size_t challenges_max = 65'536;
    size_t sessions_max = 65'536;
    uint64_t challenge_ms = 60'000;
    uint64_t session_ms = 15 * 60'000;
    /// Milliseconds since some fixed instant; never goes back.
    std::function<uint64_t()> monotonic_ms;
  };

  /// Who a token stands for. The key was the account's when the session was opened; whoever uses a
  /// session asks the ledger whether it still is.
  struct Holder {
    AccountId account;
    PublicKey key;
  };

  explicit Sessions(Options options) : options_(std::move(options)) {}

  [[nodiscard]] const Options& options() const { return options_; }

  /// A fresh challenge, 32 random bytes in base64, for that account and one use.
  std::string NewChallenge(AccountId account);
  /// True once, for a challenge of that account that has not ended. It is used up either way.
  bool TakeChallenge(std::string_view challenge, AccountId account);

  /// A fresh token, 32 random bytes in hexadecimal. Kept as its digest only.
  std::string Open(const Holder& holder);
  /// Nothing where the token is unknown or has ended. Tokens are looked up by their digest, so the
  /// time this takes says nothing about how much of a guess was right.
  std::optional<Holder> Find(std::string_view token);
  [[nodiscard]] size_t session_count() const;

 private:
  // Entries by digest, and the digests in the order in which they end.
  template <class V>
  struct Store {
    struct Entry {
      V value;
      uint64_t ends_ms = 0;
    };
    std::map<Hash, Entry> entries;
    std::deque<Hash> order;

    void DropEnded(uint64_t now_ms);
    void Add(const Hash& digest, Entry entry, size_t count_max);
  };

  Options options_;
  mutable std::mutex mutex_;
  Store<AccountId> challenges_;
  Store<Holder> sessions_;
};

}  // namespace enishi
