#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <thread>

#include "ledger/audit/source.h"
#include "ledger/keys/key_file.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/tree.h"
#include "tests/soak/payers.h"
#include "tests/soak/problems.h"
#include "tests/soak/promises.h"
#include "wallet-cli/client/head_keeper.h"

namespace enishi::soak {

/// Follows the log from outside: keeps the last head that it saw and demands of every newer one a
/// proof that it continues it, reads every entry under it once, and holds what was promised against
/// them. What was read stays true under all later heads, so nothing is read twice.
class Follower {
 public:
  /// `heads` is the file of heads that were seen.
  Follower(const std::filesystem::path& heads, VerifierKey verifier_key, const Address& address,
           Promises& promises, Problems& problems);
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  /// Reads up to the newest head and compares. Waits for a head of at least `covered` entries
  /// first; a promise of one of them that the log does not hold then is lost.
  void Follow(uint64_t covered);
  [[nodiscard]] uint64_t heads_checked() const { return heads_checked_; }

 private:
  // Fetches the head; false where there is none to be had, or it is not the log's.
  bool FetchHead(Client& client);
  void WaitForHeadOf(Client& client, uint64_t size);
  void ReadUpTo(const Checkpoint& head, Client& client);
  bool ReadBundles(const Checkpoint& head, LogSource& source);
  void Watch();

  const VerifierKey verifier_key_;
  const Address& address_;
  Promises& promises_;
  Problems& problems_;
  const KeyEntry auditor_;
  std::mutex mutex_;
  HeadKeeper heads_;
  bool is_believed_ = true;  // no head was refused yet; there is nothing to wait for behind one
  Frontier tree_;
  std::atomic<uint64_t> heads_checked_ = 0;
  std::atomic<bool> ending_ = false;
  // Looks at the heads all the time, so that the last one seen before a crash is a fresh one.
  std::thread watch_;
};

}  // namespace enishi::soak
