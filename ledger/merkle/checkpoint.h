#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/hash.h"
#include "ledger/base/identifiers.h"
#include "ledger/base/result.h"
#include "ledger/keys/keys.h"
#include "ledger/merkle/note.h"

namespace enishi {

// Checkpoints (C2SP tlog-checkpoint; specs/checkpoint.md): a log's signed size and root.
// Pinned by tests/merkle/checkpoint_test.cc.

/// A log's head. The origin is also the name of the key that signs it.
struct Checkpoint {
  Origin origin;
  uint64_t size = 0;  // at most kTreeSizeMax
  Hash root{};
  bool operator==(const Checkpoint&) const = default;
};

/// Three lines: the origin, the size in decimal, the root in base64, a newline after each.
std::string EncodeCheckpoint(const Checkpoint& checkpoint);
/// Takes exactly what EncodeCheckpoint writes. Refuses extension lines, which not every witness
/// signs, and a size of 0 with any but the empty tree's root.
Parsed<Checkpoint> ParseCheckpoint(std::string_view text);

/// The published note, signed once. The key's owner signs no two heads of which one does not
/// continue the other: that is for the caller to hold. May be called from several threads.
std::string SignCheckpoint(const Checkpoint& checkpoint, const SigningKey& key);

/// The key that opens what SignCheckpoint makes.
VerifierKey CheckpointVerifier(const Origin& origin, const PublicKey& key);

/// Why a checkpoint is refused, in the order in which it is checked.
enum class CheckpointRejection {
  kMalformedNote,        // not a signed note
  kBadSignature,         // signed in the log's name, and the signature does not fit
  kUnsigned,             // not signed by the log's key
  kMalformedCheckpoint,  // signed by the log's key, and no checkpoint
  kOtherOrigin,          // signed by the log's key for another origin than the key's name
};
std::string_view Describe(CheckpointRejection rejection);

/// Reads a note and returns its checkpoint when the log's key has signed it and its origin is the
/// key's name. Signatures of others, such as witnesses, are ignored.
Result<Checkpoint, CheckpointRejection> OpenCheckpoint(std::string_view note,
                                                       const VerifierKey& log_key);

}  // namespace enishi
