#pragma once

#include <tuple>

#include "ledger/instruction/fields.h"

namespace enishi {

/// What every body begins with.
struct Header {
  uint32_t v = 1;         // the version of the kind's fields
  Hash ledger{};          // the hash of the genesis leaf; zero in the genesis itself
  Uuid id;                // one id, one intent
  AccountId account;      // who acts
  Timestamp valid_until;  // at most 24 h after the id's time
  static constexpr auto Fields() {
    return std::tuple{Field{"v", &Header::v}, Field{"ledger", &Header::ledger},
                      Field{"id", &Header::id}, Field{"account", &Header::account},
                      Field{"valid_until", &Header::valid_until}};
  }
};

/// A key and its signature over DomainPrefix(kInstruction) and the body.
struct SignedBy {
  PublicKey key;
  Signature signature;
  bool operator==(const SignedBy&) const = default;
};

}  // namespace enishi
