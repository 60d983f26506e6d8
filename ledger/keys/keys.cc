#include "ledger/keys/keys.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

namespace enishi {

std::string_view DomainPrefix(Domain domain) {
  switch (domain) {
    case Domain::kInstruction:
      return "enishi/instruction/v1\n";
    case Domain::kCode:
      return "enishi/code/v1\n";
    case Domain::kSession:
      return "enishi/session/v1\n";
    case Domain::kAttendance:
      return "enishi/attendance/v1\n";
    case Domain::kAttestation:
      return "enishi/attestation/v1\n";
    case Domain::kReport:
      return "enishi/report/v1\n";
  }
  CHECK(false);
}

void Seed::Wiper::operator()(char* bytes) const {
  sodium_memzero(bytes, kBytes);
  delete[] bytes;
}

Seed::Seed() {
  CHECK(sodium_init() >= 0);
  // Plain heap memory: libsodium's guarded pages would cost four mappings a key, and a keyring
  // holds thousands.
  bytes_.reset(new char[kBytes]());
}

Seed Seed::Random() {
  Seed seed;
  randombytes_buf(seed.bytes_.get(), kBytes);
  return seed;
}

Parsed<Seed> Seed::FromBytes(std::string_view bytes) {
  if (bytes.size() != kBytes) return FormatError{"a seed has 32 bytes"};
  Seed seed;
  std::copy(bytes.begin(), bytes.end(), seed.bytes_.get());
  return seed;
}

void Wipe(std::string& secret) {
  sodium_memzero(secret.data(), secret.size());
  secret.clear();
}

namespace {

using SecretKey = std::array<unsigned char, crypto_sign_SECRETKEYBYTES>;

// The libsodium secret key is seed followed by public key.
Signature SignDetached(const Seed& seed, const PublicKey& key, std::string_view message) {
  SecretKey secret;
  std::copy(seed.bytes().begin(), seed.bytes().end(), secret.begin());
  std::copy(key.bytes.begin(), key.bytes.end(), secret.begin() + Seed::kBytes);
  Signature signature;
  crypto_sign_detached(signature.bytes.data(), nullptr,
                       reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                       secret.data());
  sodium_memzero(secret.data(), secret.size());
  return signature;
}

std::string WithPrefix(Domain domain, std::string_view message) {
  std::string text(DomainPrefix(domain));
  text.append(message);
  return text;
}

}  // namespace

SigningKey SigningKey::Random() { return FromSeed(Seed::Random()); }

SigningKey SigningKey::FromSeed(Seed seed) {
  SecretKey secret;
  PublicKey key;
  crypto_sign_seed_keypair(key.bytes.data(), secret.data(),
                           reinterpret_cast<const unsigned char*>(seed.bytes().data()));
  sodium_memzero(secret.data(), secret.size());
  return {std::move(seed), key};
}

SigningKey::SigningKey(Seed seed, PublicKey public_key)
    : seed_(std::move(seed)), public_key_(public_key) {}

Signature SigningKey::Sign(Domain domain, std::string_view message) const {
  return SignNote(WithPrefix(domain, message));
}

Signature SigningKey::SignNote(std::string_view text) const {
  return SignDetached(seed_, public_key_, text);
}

bool Verify(const PublicKey& key, Domain domain, std::string_view message,
            const Signature& signature) {
  return VerifyNote(key, WithPrefix(domain, message), signature);
}

bool VerifyNote(const PublicKey& key, std::string_view text, const Signature& signature) {
  return crypto_sign_verify_detached(signature.bytes.data(),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     text.size(), key.bytes.data()) == 0;
}

}  // namespace enishi
