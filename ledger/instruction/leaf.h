#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/calendar.h"
#include "ledger/base/hash.h"
#include "ledger/base/result.h"
#include "ledger/instruction/instruction.h"

namespace enishi {

/// What the log commits to for one entry (specs/leaf.md): version 1 (1 byte), committed_at (8),
/// body length (2) and body, signature count (1) and for each the key (32) and signature (64),
/// the SHA-256 of the encoded outcome (32). Integers are big-endian.
struct Leaf {
  Timestamp committed_at;
  std::string body;
  std::vector<SignedBy> signatures;
  Hash outcome_hash{};
  bool operator==(const Leaf&) const = default;
};

inline constexpr uint8_t kLeafVersion = 1;
inline constexpr size_t kLeafBytesMax = 65'535;

std::string EncodeLeaf(const Leaf& leaf);
/// Refuses another version, lengths over their limits, missing bytes and bytes left over.
Parsed<Leaf> DecodeLeaf(std::string_view bytes);

}  // namespace enishi
