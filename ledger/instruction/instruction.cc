#include "ledger/instruction/instruction.h"

#include <algorithm>
#include <utility>

#include "ledger/instruction/codec.h"

namespace enishi {

template struct Codec<Header>;

namespace {

constexpr std::string_view kKindField = "kind";

Rejection Malformed(Reason reason, std::string detail) { return {reason, "", std::move(detail)}; }

// The version and the kind decide which fields there must be, so they are read first.
Checked<Payload> KindOf(const JsonMembers& body) {
  const JsonValue* version = body.Find("v");
  const JsonValue* kind = body.Find(kKindField);
  if (version != nullptr && version->AsInteger() != kBodyVersion) {
    return Rejection{Reason::kVersionUnknown, "/v"};
  }
  const auto name = kind == nullptr ? std::nullopt : kind->AsString();
  auto payload = name ? EmptyPayload(*name) : std::nullopt;
  if (kind != nullptr && !payload) return Rejection{Reason::kKindUnknown, "/kind"};
  if (version == nullptr) return Rejection{Reason::kFieldMissing, "/v"};
  if (kind == nullptr) return Rejection{Reason::kFieldMissing, "/kind"};
  return *std::move(payload);
}

template <HasFields P>
Checked<Payload> ReadPayload(const JsonMembers& body, const P& /*kind*/) {
  if (auto missing = Codec<P>::Missing(body)) return *std::move(missing);
  for (const auto& [name, value] : body) {
    if (name != kKindField && !Codec<Header>::Has(name) && !Codec<P>::Has(name)) {
      return Rejection{Reason::kFieldUnknown, "", "a name that this kind does not have"};
    }
  }
  auto payload = Codec<P>::Read(body);
  if (!payload) return payload.error();
  return Payload(*std::move(payload));
}

Checked<SignedBy> ReadSignature(const JsonValue& json) {
  const auto members = json.AsObject();
  const JsonValue* key = members ? members->Find("key") : nullptr;
  const JsonValue* signature = members ? members->Find("signature") : nullptr;
  const auto text = signature == nullptr ? std::nullopt : signature->AsString();
  if (key == nullptr || !text || members->size() != 2) {
    return Malformed(Reason::kEnvelopeMalformed, "a signature has a key and a signature");
  }
  const auto read_key = FieldType<PublicKey>::FromJson(*key);
  const auto bytes = Base64Decode(*text);
  SignedBy by;
  if (!read_key || !bytes || bytes->size() != by.signature.bytes.size()) {
    return Malformed(Reason::kEnvelopeMalformed, "a key or signature of the wrong form");
  }
  by.key = *read_key;
  std::copy(bytes->begin(), bytes->end(), by.signature.bytes.begin());
  return by;
}

Checked<std::vector<SignedBy>> ReadSignatures(const JsonValue& list) {
  const auto elements = list.AsArray();
  if (!elements || elements->size() > kSignaturesMax) {
    return Malformed(Reason::kEnvelopeMalformed, "signatures must be a list of at most 16");
  }
  std::vector<SignedBy> signatures;
  signatures.reserve(elements->size());
  for (const JsonValue& element : *elements) {
    auto by = ReadSignature(element);
    if (!by) return by.error();
    signatures.push_back(*by);
  }
  return signatures;
}

}  // namespace

std::string WriteBody(const Header& header, const Payload& payload) {
  Json body = Json::object();
  Codec<Header>::Write(header, body);
  body[kKindField] = KindName(payload);
  std::visit([&]<class P>(const P& kind) { Codec<P>::Write(kind, body); }, payload);
  return Dump(body);
}

Checked<Instruction> ReadBody(std::string body, std::vector<SignedBy> signatures) {
  if (body.size() > kBodyBytesMax) return Rejection{Reason::kBodyTooLarge};
  const auto document = JsonDocument::Parse(body);
  if (!document) return Malformed(Reason::kBodyMalformed, document.error().message);
  const auto members = document->root().AsObject();
  if (!members) return Malformed(Reason::kBodyMalformed, "not an object");
  auto kind = KindOf(*members);
  if (!kind) return kind.error();
  if (auto missing = Codec<Header>::Missing(*members)) return *std::move(missing);
  auto payload = std::visit([&](const auto& empty) { return ReadPayload(*members, empty); }, *kind);
  if (!payload) return payload.error();
  auto header = Codec<Header>::Read(*members);
  if (!header) return header.error();
  return Instruction{*std::move(header), *std::move(payload), std::move(body),
                     std::move(signatures)};
}

Checked<Instruction> ReadEnvelope(std::string_view text) {
  if (text.size() > kEnvelopeBytesMax) return Rejection{Reason::kBodyTooLarge};
  const auto document = JsonDocument::Parse(text);
  if (!document) return Malformed(Reason::kEnvelopeMalformed, document.error().message);
  const auto members = document->root().AsObject();
  const JsonValue* body = members ? members->Find("body") : nullptr;
  const JsonValue* signatures = members ? members->Find("signatures") : nullptr;
  const auto body_text = body == nullptr ? std::nullopt : body->AsString();
  if (!body_text || signatures == nullptr || members->size() != 2) {
    return Malformed(Reason::kEnvelopeMalformed, "an envelope has a body, a text, and signatures");
  }
  auto read = ReadSignatures(*signatures);
  if (!read) return read.error();
  return ReadBody(std::string(*body_text), *std::move(read));
}

std::string WriteEnvelope(const std::string& body, const std::vector<SignedBy>& signatures) {
  JsonArray list;
  for (const SignedBy& by : signatures) {
    list.push_back(Json::object({{"key", Base64Encode(AsView(by.key.bytes))},
                                 {"signature", Base64Encode(AsView(by.signature.bytes))}}));
  }
  return Dump(Json::object({{"body", body}, {"signatures", std::move(list)}}));
}

Instruction Sign(const Header& header, const Payload& payload,
                 const std::vector<const SigningKey*>& keys) {
  Instruction instruction{header, payload, WriteBody(header, payload), {}};
  for (const SigningKey* key : keys) {
    instruction.signatures.push_back(
        {key->public_key(), key->Sign(Domain::kInstruction, instruction.body)});
  }
  return instruction;
}

std::optional<Rejection> VerifySignatures(const Instruction& instruction) {
  const auto& signatures = instruction.signatures;
  if (signatures.empty()) return Rejection{Reason::kSignatureMissing};
  for (auto at = signatures.begin(); at != signatures.end(); ++at) {
    const auto same_key = [&](const SignedBy& other) { return other.key == at->key; };
    if (std::any_of(signatures.begin(), at, same_key)) {
      return Rejection{Reason::kSignatureDuplicate};
    }
  }
  for (const SignedBy& by : signatures) {
    if (!Verify(by.key, Domain::kInstruction, instruction.body, by.signature)) {
      return Rejection{Reason::kSignatureInvalid};
    }
  }
  if (!CodeIsSigned(instruction.payload)) return Rejection{Reason::kCodeSignatureInvalid, "/code"};
  return std::nullopt;
}

Json BodySchema(const Payload& payload) {
  Json properties = Json::object();
  Json required = Json::array();
  Codec<Header>::AddSchema(properties, required);
  properties[kKindField] = Json::object({{"const", KindName(payload)}});
  required.push_back(kKindField);
  std::visit([&]<class P>(const P& /*kind*/) { Codec<P>::AddSchema(properties, required); },
             payload);
  return Json::object({{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                       {"title", KindName(payload)},
                       {"type", "object"},
                       {"additionalProperties", false},
                       {"properties", std::move(properties)},
                       {"required", std::move(required)}});
}

}  // namespace enishi
