#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/instruction/header.h"
#include "ledger/instruction/kinds.h"
#include "ledger/instruction/rejection.h"
#include "ledger/keys/keys.h"

namespace enishi {

/// An instruction as it was received and what it says. `body` is the very text that was signed.
struct Instruction {
  Header header;
  Payload payload;
  std::string body;
  std::vector<SignedBy> signatures;
};

inline constexpr uint32_t kBodyVersion = 1;
inline constexpr size_t kBodyBytesMax = 16 * 1024;
inline constexpr size_t kSignaturesMax = 16;
/// What a whole envelope may be: a body with every character as \uXXXX, and its signatures.
inline constexpr size_t kEnvelopeBytesMax = 6 * kBodyBytesMax + 8 * 1024;

/// Writes the body's text: the header, `kind`, and the payload's fields, compact.
std::string WriteBody(const Header& header, const Payload& payload);

/// Reads {"body": …, "signatures": [{"key": …, "signature": …}]} and the body within. Checks form
/// only; see VerifySignatures and rules/apply.h for the rest. Any thread.
Checked<Instruction> ReadEnvelope(std::string_view text);
/// Reads a body that comes with its signatures already apart, as in a leaf.
Checked<Instruction> ReadBody(std::string body, std::vector<SignedBy> signatures);
/// Writes the envelope for an instruction.
std::string WriteEnvelope(const std::string& body, const std::vector<SignedBy>& signatures);

/// Signs a body with the keys, in their order, and gives the envelope's parts as an instruction.
/// The body must be one that WriteBody made.
Instruction Sign(const Header& header, const Payload& payload,
                 const std::vector<const SigningKey*>& keys);

/// Verifies every signature over the body and, where the payload embeds a code, the code's own.
/// Returns nullopt if all are good. The costly step, about 55 microseconds each; any thread.
std::optional<Rejection> VerifySignatures(const Instruction& instruction);

/// The JSON Schema (2020-12) of the body of a kind, from its field list; for the contract.
Json BodySchema(const Payload& payload);

}  // namespace enishi
