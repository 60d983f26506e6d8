#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "ledger/base/identifiers.h"
#include "ledger/base/result.h"
#include "ledger/keys/keys.h"

namespace enishi {

/// One key of a keyring. The account is the one that the key signs for: AccountId::FromKey for an
/// account's first key, another id for a later key of an account.
struct KeyEntry {
  std::string label;
  AccountId account;
  SigningKey key;
};

/// Why a key file was not read or written.
struct KeyFileError {
  enum class Reason {
    kNotFound,         // the file does not exist
    kInputOutput,      // the operating system refused to read or write
    kMalformed,        // not a key file
    kUnsupported,      // a key file of another version, or with costs or sizes beyond the limits
    kWrongPassphrase,  // the passphrase is another one (or the salt or the check was damaged)
    kDamaged,          // the passphrase is right, but keys or labels were changed
    kRefused,          // the key or label to add exists already, or the label is invalid
  };
  Reason reason;
  std::string message;  // for people, in English; never contains a secret
};

/// What it costs to try one passphrase: Argon2id passes over the memory, and the memory in KiB.
struct KeyFileCost {
  uint32_t passes = 2;
  uint32_t memory_kib = 64 * 1024;

  /// What is accepted on reading, so that a foreign file cannot take all memory or hours.
  static constexpr uint32_t kMaxPasses = 16;
  static constexpr uint32_t kMinMemoryKib = 8;
  static constexpr uint32_t kMaxMemoryKib = 1024 * 1024;

  bool operator==(const KeyFileCost&) const = default;
};

/// Thousands of signing keys under one passphrase (specs/key-file.md). Labels and public keys are
/// unique; several keys may belong to one account. Moves, is never copied; pointers to entries stay
/// valid until the keyring is destroyed. Several threads may read it while no thread adds.
class Keyring {
 public:
  static constexpr size_t kMaxKeys = 100'000;
  static constexpr size_t kLabelMaxBytes = 64;
  static constexpr size_t kMaxFileBytes = 64 << 20;

  Keyring() = default;
  Keyring(Keyring&&) noexcept = default;
  Keyring& operator=(Keyring&&) noexcept = default;

  /// Reads the text of a key file. Takes about 0.1 s at the default cost.
  static Result<Keyring, KeyFileError> Open(std::string_view text, std::string_view passphrase);
  /// The text of a key file, with a fresh salt and fresh nonces: two calls never give the same.
  [[nodiscard]] Result<std::string, KeyFileError> Seal(std::string_view passphrase,
                                                       KeyFileCost cost = {}) const;

  /// Refuses a label that is there already, empty, longer than kLabelMaxBytes or not printable
  /// UTF-8, a public key that is there already, no account, and more than kMaxKeys.
  Result<Unit, KeyFileError> Add(KeyEntry entry);
  /// Null if absent. Of several keys of one account, the one added last.
  [[nodiscard]] const KeyEntry* Find(std::string_view label) const;
  [[nodiscard]] const KeyEntry* Find(const AccountId& account) const;
  [[nodiscard]] const KeyEntry* Find(const PublicKey& key) const;
  /// In the order of adding.
  [[nodiscard]] const std::deque<KeyEntry>& entries() const { return entries_; }

 private:
  std::deque<KeyEntry> entries_;  // a deque, because its elements never move
  std::map<std::string, size_t, std::less<>> by_label_;
  std::map<AccountId, size_t> by_account_;
  std::map<PublicKey, size_t> by_key_;
};

Result<Keyring, KeyFileError> LoadKeyring(const std::filesystem::path& path,
                                          std::string_view passphrase);

/// Replaces the file as a whole: a crash leaves the old one or the new one, on disk and complete.
/// Only its owner may read it (mode 0600). Of two processes that save at once, the later one wins:
/// use UpdateKeyring to change a file.
Result<Unit, KeyFileError> SaveKeyring(const std::filesystem::path& path, const Keyring& keyring,
                                       std::string_view passphrase, KeyFileCost cost = {});

/// Loads the file (a missing one is an empty keyring), lets `change` change it and saves it, while
/// a lock on `path` + ".lock" keeps other processes that update it waiting, so that no key is
/// lost. Saves nothing when `change` returns an error.
Result<Unit, KeyFileError> UpdateKeyring(
    const std::filesystem::path& path, std::string_view passphrase,
    const std::function<Result<Unit, KeyFileError>(Keyring&)>& change, KeyFileCost cost = {});

}  // namespace enishi
