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
#include "tests/soak/acknowledgements.h"
#include "tests/soak/payers.h"
#include "tests/soak/problems.h"
#include "wallet-cli/client/head_keeper.h"

namespace enishi::soak {

/// Follows the log as an outsider: keeps the last head, demands a consistency proof for every newer
/// one, reads every entry under it once, and compares the entries with the acknowledgements.
/// Entries under a proven head never change, so none is read twice.
class Follower {
 public:
  /// `heads` is the file of the heads seen so far.
  Follower(const std::filesystem::path& heads, VerifierKey verifier_key, const Address& address,
           Acknowledgements& acknowledgements, Problems& problems);
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  /// Reads up to the newest head and compares. First waits for a head of at least `covered`
  /// entries; an acknowledgement below that size that the log does not have is then lost.
  void Follow(uint64_t covered);
  [[nodiscard]] uint64_t heads_checked() const { return heads_checked_; }

 private:
  // Fetches the head. Returns false if it is unavailable or not the log's.
  bool FetchHead(Client& client);
  void WaitForHeadOf(Client& client, uint64_t size);
  void ReadUpTo(const Checkpoint& head, Client& client);
  bool ReadBundles(const Checkpoint& head, LogSource& source);
  void Watch();

  const VerifierKey verifier_key_;
  const Address& address_;
  Acknowledgements& acknowledgements_;
  Problems& problems_;
  const KeyEntry auditor_;
  std::mutex mutex_;
  HeadKeeper heads_;
  bool heads_are_valid_ = true;  // no head was refused so far; after one, do not wait for more
  Frontier tree_;
  std::atomic<uint64_t> heads_checked_ = 0;
  std::atomic<bool> ending_ = false;
  // Reads the heads continuously, so that the last one before a crash is recent.
  std::thread watch_;
};

}  // namespace enishi::soak
