#pragma once

#include <array>
#include <compare>
#include <cstdint>

namespace enishi {

/// A 32-byte Ed25519 public key (RFC 8032).
struct PublicKey {
  std::array<uint8_t, 32> bytes{};
  auto operator<=>(const PublicKey&) const = default;
};

}  // namespace enishi
