#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/base/hash.h"
#include "ledger/base/public_key.h"
#include "ledger/base/result.h"

namespace enishi {

/// What a signature is for. Every signed message starts with its domain's prefix, so that a
/// signature made for one purpose never passes for another. The table is in specs/signatures.md.
enum class Domain { kInstruction, kCode, kSession, kAttendance, kAttestation, kReport };

/// "enishi/<domain>/v1\n".
std::string_view DomainPrefix(Domain domain);

/// A 64-byte Ed25519 signature.
struct Signature {
  std::array<uint8_t, 64> bytes{};
  bool operator==(const Signature&) const = default;
};

/// A 32-byte Ed25519 seed in memory that is wiped on destruction. It moves and is never copied.
class Seed {
 public:
  static constexpr size_t kBytes = 32;

  /// A fresh seed from the operating system's random source.
  static Seed Random();
  /// Takes exactly kBytes bytes; the caller wipes its own copy (see Wipe).
  static Parsed<Seed> FromBytes(std::string_view bytes);

  /// The secret itself; the view lives as long as this object.
  [[nodiscard]] std::string_view bytes() const { return {bytes_.get(), kBytes}; }

 private:
  struct Wiper {
    void operator()(char* bytes) const;
  };
  Seed();
  std::unique_ptr<char[], Wiper> bytes_;
};

/// Overwrites a string's bytes so that the compiler does not leave them in memory.
void Wipe(std::string& secret);

/// A key pair that can sign. Moves, is never copied, wipes its secret on destruction. Signing is
/// const and may be done from several threads.
class SigningKey {
 public:
  static SigningKey Random();
  static SigningKey FromSeed(Seed seed);

  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
  [[nodiscard]] const Seed& seed() const { return seed_; }

  /// Signs DomainPrefix(domain) followed by the message.
  [[nodiscard]] Signature Sign(Domain domain, std::string_view message) const;
  /// Signs the message as it is. Only for signed notes, whose text says what it is.
  [[nodiscard]] Signature SignNote(std::string_view text) const;

 private:
  SigningKey(Seed seed, PublicKey public_key);
  Seed seed_;
  PublicKey public_key_;
};

/// Verifies over DomainPrefix(domain) followed by the message. The policy is libsodium's strict
/// one: cofactorless equation, canonical S, canonical points, neither key nor R of small order
/// (specs/signatures.md). About 55 microseconds. May be called from any thread.
bool Verify(const PublicKey& key, Domain domain, std::string_view message,
            const Signature& signature);
/// The same over the message as it is, for signed notes and outside test vectors.
bool VerifyNote(const PublicKey& key, std::string_view text, const Signature& signature);

}  // namespace enishi
