#include "ledger/instruction/leaf.h"

#include "ledger/base/bytes.h"

namespace enishi {

std::string EncodeLeaf(const Leaf& leaf) {
  CHECK(leaf.body.size() <= kBodyBytesMax && leaf.signatures.size() <= kSignaturesMax);
  std::string bytes;
  bytes.reserve(leaf.body.size() + leaf.signatures.size() * 96 + 44);
  PutInteger(bytes, kLeafVersion);
  PutInteger(bytes, leaf.committed_at.ms);
  PutInteger(bytes, static_cast<uint16_t>(leaf.body.size()));
  bytes += leaf.body;
  PutInteger(bytes, static_cast<uint8_t>(leaf.signatures.size()));
  for (const SignedBy& by : leaf.signatures) {
    PutBytes(bytes, by.key.bytes);
    PutBytes(bytes, by.signature.bytes);
  }
  PutBytes(bytes, leaf.outcome_hash);
  CHECK(bytes.size() <= kLeafBytesMax);
  return bytes;
}

Parsed<Leaf> DecodeLeaf(std::string_view bytes) {
  ByteReader in(bytes);
  uint8_t version = 0;
  Leaf leaf;
  uint16_t body_bytes = 0;
  std::string_view body;
  uint8_t signatures = 0;
  if (!in.Read(version) || version != kLeafVersion) return FormatError{"a leaf of another version"};
  in.Read(leaf.committed_at.ms);
  in.Read(body_bytes);
  in.ReadBytes(body_bytes, body);
  in.Read(signatures);
  if (in.failed() || leaf.committed_at.ms > Timestamp::kMax || body_bytes > kBodyBytesMax ||
      signatures > kSignaturesMax) {
    return FormatError{"a leaf that is cut short or passes a limit"};
  }
  leaf.body = body;
  leaf.signatures.resize(signatures);
  for (SignedBy& by : leaf.signatures) {
    in.Read(by.key.bytes);
    in.Read(by.signature.bytes);
  }
  in.Read(leaf.outcome_hash);
  if (!in.AtEnd()) return FormatError{"a leaf that is cut short or too long"};
  return leaf;
}

}  // namespace enishi
