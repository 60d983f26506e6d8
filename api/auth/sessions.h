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

/// Open challenges and sessions, kept in memory. Their number is bounded: when a store is full, the
/// oldest element is dropped. Lifetimes are measured on a monotonic clock, so that neither a step
/// of the wall clock nor the clock of a simulated ledger extends one. Any thread.
class Sessions {
 public:
  struct Options {
    size_t challenges_max = 65'536;
    size_t sessions_max = 65'536;
    uint64_t challenge_ms = 60'000;
    uint64_t session_ms = 15 * 60'000;
    /// Milliseconds since a fixed instant; never goes back.
    std::function<uint64_t()> monotonic_ms;
  };

  /// Whose session a token is. The key was a live key of the account when the session was opened;
  /// FindCaller checks at every request whether it still is.
  struct Holder {
    AccountId account;
    PublicKey key;
  };

  explicit Sessions(Options options) : options_(std::move(options)) {}

  [[nodiscard]] const Options& options() const { return options_; }

  /// A new challenge for the account: 32 random bytes in base64, good for one use.
  std::string NewChallenge(AccountId account);
  /// True if the challenge is one of that account that has not expired. It is used up either way.
  bool TakeChallenge(std::string_view challenge, AccountId account);

  /// Opens a session and returns its token: 32 random bytes in hexadecimal. Only the digest of the
  /// token is stored.
  std::string Open(const Holder& holder);
  /// The holder of the session, or nullopt if the token is unknown or has expired. Tokens are found
  /// by their digest, so the duration does not reveal how much of a guess is right.
  std::optional<Holder> Find(std::string_view token);
  [[nodiscard]] size_t session_count() const;

 private:
  // Entries by digest, and the digests in the order in which they expire.
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
